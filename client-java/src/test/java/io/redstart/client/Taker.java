package io.redstart.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Takes all items of a stream as they come. */
final class Taker implements Flow.Subscriber<JsonNode> {
    final List<JsonNode> items = new ArrayList<>();
    String end = "goes on";

    @Nullable
    Throwable failure;

    private Flow.@Nullable Subscription subscription;

    void stop() {
        end = "ended";
        Objects.requireNonNull(subscription).cancel();
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(JsonNode item) {
        items.add(item);
    }

    @Override
    public void onError(Throwable thrown) {
        end = "failed";
        failure = thrown;
    }

    @Override
    public void onComplete() {
        end = "ended";
    }
}
