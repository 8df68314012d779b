package io.redstart.server.invocation;

import io.redstart.api.ChannelState;
import io.redstart.server.channel.ChannelName;
import io.redstart.server.channel.NamespaceChannels;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The state of a channel as a bundle sees it. */
final class ApiChannelState implements ChannelState {
    private final NamespaceChannels channels;
    private final String channel;
    private final Pushes pushes;
    private final View view;

    /** Whose it is, for how many milliseconds it lasts, and whether nobody is told. */
    private record View(@Nullable String user, long ttl, boolean quiet) {
        static final View PLAIN = new View(null, 0, false);
    }

    ApiChannelState(NamespaceChannels channels, String channel, Pushes pushes) {
        this(channels, channel, pushes, View.PLAIN);
    }

    private ApiChannelState(NamespaceChannels channels, String channel, Pushes pushes, View view) {
        this.channels = channels;
        this.channel = channel;
        this.pushes = pushes;
        this.view = view;
    }

    private ChannelState with(View other) {
        return new ApiChannelState(channels, channel, pushes, other);
    }

    @Override
    public ChannelState of(String user) {
        return with(new View(user, view.ttl(), view.quiet()));
    }

    @Override
    public ChannelState lasting(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("time: " + time + " (expected: above 0)");
        }
        return with(new View(view.user(), Math.max(1, time.toMillis()), view.quiet()));
    }

    @Override
    public ChannelState quietly() {
        return with(new View(view.user(), view.ttl(), true));
    }

    @Override
    public void set(@Nullable Object value) {
        if (view.user() == null && ChannelName.isOwn(channel)) {
            throw new IllegalArgumentException(
                    "channel: '" + channel + "' has no state of all (expected: state().of(user))");
        }
        byte[] json = value == null ? null : pushes.encoder().bytes(value);
        if (json != null) {
            channels.checkState(json.length);
        }
        pushes.inOrder(() -> channels.set(channel, view.user(), json, view.ttl(), view.quiet()), channels::durable);
    }

    @Override
    public void delete() {
        set(null);
    }

    @Override
    public <T> @Nullable T get(Class<T> type) {
        byte[] json = channels.get(channel, view.user());
        return json == null ? null : pushes.read(json, type, channel);
    }
}
