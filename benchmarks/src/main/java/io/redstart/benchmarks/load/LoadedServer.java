package io.redstart.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A contestant in a process of its own, and the lines to it. */
final class LoadedServer implements Turns.Running {
    private final Contestant contestant;
    private final Loading.Opens opens;
    private final ServerProcess process;
    private @Nullable Loading loading;

    private LoadedServer(Contestant contestant, Loading.Opens opens, ServerProcess process) {
        this.contestant = contestant;
        this.opens = opens;
        this.process = process;
    }

    static LoadedServer start(Contestant contestant, Loading.Opens opens, LoadOptions options) throws IOException {
        return new LoadedServer(contestant, opens, contestant.start(options));
    }

    @Override
    public String name() {
        return contestant.name();
    }

    @Override
    public void open() throws IOException {
        loading = opens.to(contestant, process);
    }

    @Override
    public void run(long nanos, Loading.Done told) throws IOException {
        Objects.requireNonNull(loading).run(nanos, told);
    }

    @Override
    public Duration cpu() {
        return process.cpu();
    }

    @Override
    public long resident() throws IOException {
        return process.resident();
    }

    @Override
    public void close() throws IOException {
        try (process) {
            if (loading != null) {
                loading.close();
            }
        }
    }
}
