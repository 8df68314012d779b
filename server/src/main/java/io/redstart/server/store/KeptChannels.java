package io.redstart.server.store;

import io.redstart.server.channel.ChannelStore;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps the states and grants of one namespace. A state is kept behind the time at which it ends. */
final class KeptChannels implements ChannelStore {
    private static final byte[] GRANTED = {1};

    private final String prefix;
    private final DataFile file;
    private volatile boolean ended;

    KeptChannels(String namespace, DataFile file) {
        this.prefix = Keys.channels(namespace);
        this.file = file;
    }

    @Override
    public void state(String channel, @Nullable String user, byte @Nullable [] json, long lastsMillis) {
        change(Keys.state(channel, user), json == null ? null : timed(json, lastsMillis));
    }

    private byte[] timed(byte[] json, long lastsMillis) {
        long now = file.now();
        long ends = lastsMillis > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + lastsMillis;
        return ByteBuffer.allocate(Long.BYTES + json.length)
                .putLong(ends)
                .put(json)
                .array();
    }

    @Override
    public void grant(String channel, String user, boolean granted) {
        change(Keys.grant(channel, user), granted ? GRANTED : null);
    }

    private void change(String key, byte @Nullable [] value) {
        if (!ended) {
            file.change(prefix + key, value);
        }
    }

    /** Keeps nothing any more. */
    void end() {
        ended = true;
    }

    @Override
    public CompletionStage<Void> durable() {
        return file.durable();
    }

    @Override
    public void load(Loading into) {
        long now = file.now();
        Keys.each(file.values(), prefix, (key, value) -> {
            String[] parts = key.split("\n", 3);
            switch (parts[1]) {
                case "all" -> state(parts[0], null, value, now, into, key);
                case "of" -> state(parts[0], user(parts[2]), value, now, into, key);
                default -> into.grant(parts[0], user(parts[2]));
            }
        });
    }

    private static String user(String ended) {
        return ended.substring(0, ended.length() - 1);
    }

    private void state(String channel, @Nullable String user, byte[] value, long now, Loading into, String key) {
        ByteBuffer kept = ByteBuffer.wrap(value);
        long ends = kept.getLong();
        if (ends <= now) {
            change(key, null);
            return;
        }
        byte[] json = new byte[kept.remaining()];
        kept.get(json);
        into.state(channel, user, json, ends == Long.MAX_VALUE ? Long.MAX_VALUE : ends - now);
    }
}
