package io.redstart.server.channel;

import io.redstart.protocol.EncodedPush;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said last in a channel, for those who come back. Bounded in number, bytes and age. Not safe for several
 * threads.
 */
final class History {
    private final int maxEntries;
    private final long maxBytes;
    private final long maxAge;
    private final Kept kept;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>(0);
    private long bytes;
    /** The highest offset that is not here any more. */
    private long dropped;

    private record Entry(long offset, long at, @Nullable String user, EncodedPush push) {}

    History(int maxEntries, long maxBytes, long maxAgeMillis, Kept kept) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
        this.maxAge = maxAgeMillis;
        this.kept = kept;
    }

    /** Keeps a push; {@code user} is whom alone it was for, or null. */
    void add(long offset, long now, @Nullable String user, EncodedPush push) {
        entries.add(new Entry(offset, now, user, push));
        count(push.size());
        while (!entries.isEmpty() && (entries.size() > maxEntries || bytes > maxBytes || !kept.hasRoomForHistory())) {
            dropFirst();
        }
    }

    private void count(long more) {
        bytes += more;
        kept.add(more);
    }

    /**
     * What somebody has missed.
     *
     * @param offset the last they had
     * @param user who they are
     * @return in order; null if it is not here in full
     */
    @Nullable
    List<EncodedPush> above(long offset, @Nullable String user, long now) {
        forget(now);
        if (offset < dropped) {
            return null;
        }
        List<EncodedPush> missed = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.offset() > offset && (entry.user() == null || entry.user().equals(user))) {
                missed.add(entry.push());
            }
        }
        return missed;
    }

    /** Drops what is too old; true if nothing is left. */
    boolean forget(long now) {
        while (!entries.isEmpty() && now - entries.element().at() >= maxAge) {
            dropFirst();
        }
        return entries.isEmpty();
    }

    private void dropFirst() {
        Entry first = entries.remove();
        dropped = first.offset();
        count(-first.push().size());
    }
}
