package io.redstart.examples.clap;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The smallest API there is: one method, called by its bare name. */
@Api
public class Hands {
    private static final int ONE_PERSON = 2;

    /**
     * Claps.
     *
     * @param numberOfHands how many hands take part; a crowd needs a moment
     * @return what there is to hear
     */
    @Call
    public CompletionStage<String> clap(int numberOfHands) {
        if (numberOfHands < 1) {
            throw new CallException("no_hands", "Nobody can clap without hands", Map.of("hands", numberOfHands));
        }
        if (numberOfHands <= ONE_PERSON) {
            return CompletableFuture.completedFuture("clap with " + numberOfHands);
        }
        return CompletableFuture.supplyAsync(
                () -> "applause of " + numberOfHands, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
    }
}
