package io.redstart.server.invocation;

import io.redstart.server.transport.Connection;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * The items of one stream, sent as far as the client has granted them. The last ones are kept, so that a client that
 * comes back goes on with the next item.
 */
abstract sealed class StreamRun {
    private static final int MAX_KEPT = 256;
    private static final int MAX_KEPT_BYTES = 256 * 1024;

    private final CallStream call;
    private final ArrayDeque<byte[]> kept = new ArrayDeque<>(0);
    private int keptBytes;
    private long sent;
    private long permitted;
    /** What items are sent on. On a newer connection none is sent before the client has said what it has had. */
    private @Nullable Connection line;

    private StreamRun(CallStream call) {
        this.call = call;
    }

    /** What a method returned, as a stream. */
    static StreamRun of(@Nullable Object result, CallStream call, Executor workers) {
        if (result instanceof Flow.Publisher<?> publisher) {
            return new Published(publisher, call);
        }
        if (result instanceof BaseStream<?, ?> items) {
            return new Pulled(items.iterator(), items, call, workers);
        }
        if (result instanceof Iterator<?> items) {
            return new Pulled(items, items instanceof AutoCloseable closeable ? closeable : null, call, workers);
        }
        throw new IllegalArgumentException(call.target() + " returned null (expected: a stream)");
    }

    /** Begins to send as far as the client has granted. */
    final void start(int grant) {
        synchronized (this) {
            line = call.caller().connection();
        }
        try {
            open();
        } catch (RuntimeException unwilling) {
            cancel();
            ended(unwilling);
            return;
        }
        more(grant);
    }

    /** Items may come now. */
    void open() {}

    /** The client can take more. */
    final void more(int count) {
        synchronized (this) {
            permitted += count;
        }
        request(count);
    }

    /**
     * The client came back: it is sent what it has not had of what was sent already.
     *
     * @return false if that is not kept any more
     */
    final boolean resume(long seen, int grant) {
        long more;
        Connection open;
        synchronized (this) {
            line = call.caller().connection();
            open = line;
            long first = sent - kept.size() + 1;
            if (seen > sent || seen + 1 < first) {
                return false;
            }
            if (open != null) {
                kept.stream().skip(seen + 1 - first).forEach(open::add);
            }
            more = seen + grant - permitted;
            permitted = Math.max(permitted, seen + grant);
        }
        if (open != null) {
            open.ready();
        }
        if (more > 0) {
            request((int) Math.min(more, Integer.MAX_VALUE));
        }
        return true;
    }

    /** Says the end, or keeps it for a client that comes back, with the last items. */
    final void end(byte[] message) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        boolean inLine;
        synchronized (this) {
            for (byte[] item : kept) {
                all.writeBytes(item);
                all.write('\n');
            }
            inLine = inLine();
        }
        all.writeBytes(message);
        call.caller().answer(call.id(), inLine ? message : null, all.toByteArray());
    }

    private boolean inLine() {
        return line != null && call.caller().holds(line);
    }

    /** As many more items are wanted. */
    abstract void request(int count);

    /** Nobody wants the rest. */
    abstract void cancel();

    final void item(@Nullable Object value) {
        Connection open;
        synchronized (this) {
            byte[] message = call.itemMessage(sent + 1, value);
            sent++;
            kept.add(message);
            keptBytes += message.length;
            while (kept.size() > MAX_KEPT || (keptBytes > MAX_KEPT_BYTES && kept.size() > 1)) {
                keptBytes -= kept.remove().length;
            }
            open = inLine() ? line : null;
            if (open != null) {
                open.add(message);
            }
        }
        if (open != null) {
            open.ready();
        }
    }

    final void ended(@Nullable Throwable thrown) {
        call.ended(thrown);
    }

    final boolean hold() {
        return call.holdBundle();
    }

    final void letGo() {
        call.letGoOfBundle();
    }

    /** A publisher, asked for as much as was granted. */
    private static final class Published extends StreamRun implements Flow.Subscriber<Object> {
        private final Flow.Publisher<?> publisher;
        private Flow.@Nullable Subscription subscription;
        private long early;
        private boolean cancelled;

        Published(Flow.Publisher<?> publisher, CallStream call) {
            super(call);
            this.publisher = publisher;
        }

        @Override
        void open() {
            publisher.subscribe(this);
        }

        @Override
        void request(int count) {
            Flow.Subscription open;
            synchronized (this) {
                open = subscription;
                if (open == null) {
                    early += count;
                }
            }
            if (open != null && count > 0) {
                open.request(count);
            }
        }

        @Override
        void cancel() {
            Flow.Subscription open;
            synchronized (this) {
                cancelled = true;
                open = subscription;
            }
            if (open != null) {
                open.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            long wanted;
            boolean unwanted;
            synchronized (this) {
                subscription = opened;
                wanted = early;
                unwanted = cancelled;
            }
            if (unwanted) {
                opened.cancel();
            } else if (wanted > 0) {
                opened.request(wanted);
            }
        }

        @Override
        public void onNext(Object value) {
            synchronized (this) {
                if (cancelled) {
                    return;
                }
            }
            try {
                item(value);
            } catch (RuntimeException | Error unfit) {
                cancel();
                ended(unfit);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            ended(thrown);
        }

        @Override
        public void onComplete() {
            ended(null);
        }
    }

    /** An iterator, walked on a worker while there is something granted. */
    private static final class Pulled extends StreamRun {
        private final Iterator<?> items;
        private final @Nullable AutoCloseable source;
        private final Executor workers;
        private final AtomicLong granted = new AtomicLong();
        private final AtomicInteger wanted = new AtomicInteger();
        private final Object walking = new Object();
        private @Nullable Thread walker;
        private volatile boolean cancelled;
        private volatile boolean over;

        Pulled(Iterator<?> items, @Nullable AutoCloseable source, CallStream call, Executor workers) {
            super(call);
            this.items = items;
            this.source = source;
            this.workers = workers;
        }

        @Override
        void request(int count) {
            granted.addAndGet(count);
            wake();
        }

        @Override
        void cancel() {
            synchronized (walking) {
                cancelled = true;
                if (walker != null) {
                    walker.interrupt();
                }
            }
            wake();
        }

        /** One worker at a time walks, and holds the bundle; it looks again if it was woken meanwhile. */
        private void wake() {
            if (wanted.getAndIncrement() == 0 && hold()) {
                workers.execute(this::walk);
            }
        }

        private void walk() {
            int seen = wanted.get();
            while (seen != 0) {
                if (!over) {
                    pull();
                }
                seen = wanted.addAndGet(-seen);
            }
            letGo();
        }

        private void pull() {
            become(Thread.currentThread());
            try {
                while (!cancelled && granted.get() > 0) {
                    if (!items.hasNext()) {
                        finish(null);
                        return;
                    }
                    item(items.next());
                    granted.decrementAndGet();
                }
                if (cancelled) {
                    finish(null);
                }
            } catch (RuntimeException | Error thrown) {
                finish(thrown);
            } finally {
                become(null);
            }
        }

        /** Says who is to be interrupted when nobody wants the rest; without an interrupt that came before. */
        private void become(@Nullable Thread thread) {
            synchronized (walking) {
                if (cancelled && walker != null) {
                    Thread.interrupted();
                }
                walker = thread;
            }
        }

        /** Whoever cancelled it tells the end. */
        private void finish(@Nullable Throwable thrown) {
            become(null);
            over = true;
            Throwable failure = thrown;
            if (source != null) {
                try {
                    source.close();
                } catch (Exception unclosed) {
                    failure = failure == null ? unclosed : failure;
                }
            }
            if (!cancelled) {
                ended(failure);
            }
        }
    }
}
