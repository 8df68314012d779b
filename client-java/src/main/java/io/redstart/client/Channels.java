package io.redstart.client;

import io.redstart.protocol.FromClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The channels this client wants to be in; a fresh session joins them again. */
final class Channels {
    private final Map<String, Boolean> joined = new LinkedHashMap<>();
    private final Turn turn;
    private final Caller caller;
    private final Consumer<Throwable> report;

    /** Starts a call that the server may hear twice. */
    interface Caller {
        CompletableFuture<@Nullable Object> call(OpenCall.Said said);
    }

    Channels(Turn turn, Caller caller, Consumer<Throwable> report) {
        this.turn = turn;
        this.caller = caller;
        this.report = report;
    }

    CompletableFuture<@Nullable Object> join(String channel) {
        turn.take(() -> joined.putIfAbsent(channel, false));
        CompletableFuture<@Nullable Object> answer = caller.call((id, meta) -> new FromClient.Join(id, channel, null));
        var unused = answer.whenComplete((value, failure) -> turn.take(() -> {
            if (failure == null) {
                joined.replace(channel, true);
            } else {
                joined.remove(channel, false);
            }
        }));
        return answer;
    }

    CompletableFuture<@Nullable Object> leave(String channel) {
        turn.take(() -> joined.remove(channel));
        return caller.call((id, meta) -> new FromClient.Leave(id, channel));
    }

    /** Whatever position was known counts no more: each channel tells its state whole. */
    void again() {
        for (Map.Entry<String, Boolean> each : Map.copyOf(joined).entrySet()) {
            if (each.getValue()) {
                joined.replace(each.getKey(), false);
                var unused = join(each.getKey()).exceptionally(failure -> {
                    report.accept(failure);
                    return null;
                });
            }
        }
    }
}
