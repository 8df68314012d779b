package io.redstart.examples.gadgets.caller;

import io.redstart.api.CallException;
import io.redstart.client.sockhop.SockhopClient;
import io.redstart.client.sockhop.SockhopClientBuilder;
import io.redstart.client.sockhop.SockhopMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/** {@code java -jar gadgets-caller.jar [host:port, or the path of a socket]}. */
public final class Collector {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Collector() {}

    /** Something somebody has. */
    record Gadget(String name, int price) {}

    /** Something to be shown. */
    record Widget(String words) {}

    /** Somebody wants to know something. */
    record Question(String words) {}

    /** From where to count down. */
    record Countdown(int from) {}

    public static void main(String[] args) throws InterruptedException {
        CountDownLatch shown = new CountDownLatch(2);
        try (SockhopClient client =
                at(args.length > 0 ? args[0] : "127.0.0.1:50000").connect()) {
            client.on(Widget.class, (widget, message) -> {
                System.out.println(widget.words());
                shown.countDown();
            });
            client.on("Confirm", asked -> asked.answer("sold"));
            client.opened().toCompletableFuture().join();
            client.send(new Gadget("lever", 3));
            shown.await();
            System.out.println(client.ask(new Question("why?"))
                    .toCompletableFuture()
                    .join()
                    .as(Map.class));
            System.out.println(client.ask("Sell", new Gadget("crank", 5), PATIENCE)
                    .toCompletableFuture()
                    .join()
                    .as(String.class));
            List<SockhopMessage> numbers =
                    client.request(new Countdown(3)).toCompletableFuture().join();
            System.out.println(
                    numbers.stream().map(number -> number.as(Integer.class)).toList());
            System.out.println(client.ping().toCompletableFuture().join().isNegative() ? "" : "there");
            client.ask(new Question("")).toCompletableFuture().join();
        } catch (CompletionException failed) {
            System.out.println(failed.getCause() instanceof CallException refused ? refused.code() : failed.toString());
        }
    }

    private static SockhopClientBuilder at(String place) {
        int colon = place.lastIndexOf(':');
        SockhopClientBuilder builder = SockhopClient.builder();
        return colon < 0
                ? builder.socket(Path.of(place))
                : builder.address(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
    }
}
