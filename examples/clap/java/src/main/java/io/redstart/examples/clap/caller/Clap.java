package io.redstart.examples.clap.caller;

import io.redstart.api.CallException;
import io.redstart.client.RedstartClient;
import java.net.URI;

/** {@code java -jar clap-caller.jar [address] [number of hands]}. */
public final class Clap {
    private Clap() {}

    /** What the server offers, as far as it is called here. */
    interface Hands {
        String clap(int numberOfHands);
    }

    public static void main(String[] args) {
        URI server = URI.create(args.length > 0 ? args[0] : "http://localhost:8080");
        int hands = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        int exit = 0;
        try (RedstartClient client = RedstartClient.builder(server).connect()) {
            System.out.println(client.api(Hands.class).clap(hands));
        } catch (CallException refused) {
            System.err.println(refused.code() + ": " + refused.message());
            exit = 1;
        }
        System.exit(exit);
    }
}
