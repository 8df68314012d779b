package io.redstart.proofs.model;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One thing that a client, the server or the line does. The numbers are drawn with the step, and mean something wherever
 * it stands, so that a program stays one when steps are taken out.
 *
 * @param what what is done
 * @param a 0 to 999
 * @param b 0 to 999
 */
record Step(What what, int a, int b) {
    private static final List<What> OFTEN = Stream.of(What.values())
            .flatMap(what -> Stream.generate(() -> what).limit(what.often))
            .toList();

    enum What {
        /** The server pushes a few events. */
        PUSH(6),
        /** The client acknowledges what it has heard, or less. */
        ACK(4),
        /** The client acknowledges what was never sent. */
        ACK_TOO_MUCH(1),
        /** The line is cut. */
        CUT(4),
        /** The client comes back, and says that it has seen all, or less; its line may be open still. */
        RESUME(6),
        /** It comes back with the key it had before its last one. */
        RESUME_WITH_FORMER_KEY(2),
        /** Somebody comes with a key that never was one. */
        RESUME_WITH_WRONG_KEY(1),
        /** Time passes. */
        WAIT(3),
        /** More than the server keeps is pushed. */
        OVERFLOW(1),
        /** A method is called that pushes and answers. */
        CALL(4),
        /** A method is called that answers later. */
        CALL_LATER(4),
        /** A call is repeated. */
        REPEAT(5),
        /** A call that runs is answered. */
        ANSWER(3),
        /** A call is cancelled. */
        CANCEL(1),
        /** The client leaves for good, and another comes. */
        CLOSE(1);

        private final int often;

        What(int often) {
            this.often = often;
        }
    }

    static List<Step> program(long seed, int length) {
        Random random = new Random(seed);
        return Stream.generate(() ->
                        new Step(OFTEN.get(random.nextInt(OFTEN.size())), random.nextInt(1_000), random.nextInt(1_000)))
                .limit(length)
                .toList();
    }
}
