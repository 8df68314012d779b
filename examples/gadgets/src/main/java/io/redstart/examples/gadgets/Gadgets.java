package io.redstart.examples.gadgets;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.EventType;
import io.redstart.api.OnBinary;
import io.redstart.api.OnEvent;
import io.redstart.api.OnJson;
import io.redstart.api.OnOpen;
import io.redstart.api.OnText;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Takes objects with types and says such, as a program does that was written for sockhop. */
@Api
public class Gadgets {
    /**
     * Something somebody has.
     *
     * @param name what it is called
     * @param price what it costs
     */
    @EventType("Gadget")
    public record Gadget(String name, int price) {}

    /**
     * Something to be shown.
     *
     * @param words what it says
     */
    @EventType("Widget")
    public record Widget(String words) {}

    /**
     * Somebody wants to know something.
     *
     * @param words what
     */
    public record Question(String words) {}

    /**
     * From where to count down.
     *
     * @param from the first number
     */
    public record Countdown(int from) {}

    /** Everybody is greeted. */
    @OnOpen
    public void open(Session session) {
        session.emit(new Widget("welcome"));
    }

    /** Everybody hears of a gadget. */
    @OnEvent
    public void gadget(Gadget gadget, Sessions sessions) {
        sessions.all().emit(new Widget("somebody has a " + gadget.name() + " for " + gadget.price()));
    }

    /** A text comes back. */
    @OnText
    public void text(String text, Session session) {
        session.sendText(text + ", you said");
    }

    /** Anything else comes back in an object. */
    @OnJson
    public void json(Object value, Session session) {
        session.sendJson(Map.of("you said", value));
    }

    /** Bytes come back. */
    @OnBinary
    public void bytes(byte[] bytes, Session session) {
        session.sendBinary(bytes);
    }

    /**
     * Answers a question.
     *
     * @param question what is asked
     * @return the answer
     */
    @Call("Question")
    public Map<String, String> question(Question question) {
        if (question.words().isEmpty()) {
            throw new CallException("no_words", "Nothing was asked");
        }
        return Map.of("echo", question.words());
    }

    /**
     * Buys a gadget, if whoever has it agrees once more.
     *
     * @param gadget what is to be sold
     * @param session asked again
     * @return what came of it
     */
    @Call("Sell")
    public CompletionStage<String> sell(Gadget gadget, Session session) {
        return session.ask(String.class, "Confirm", gadget.price() - 1)
                .thenApply(answer -> gadget.name() + ": " + answer);
    }

    /**
     * Counts down.
     *
     * @param countdown from where
     * @return one number after the other
     */
    @Call("Countdown")
    public Stream<Integer> countdown(Countdown countdown) {
        return IntStream.iterate(countdown.from(), each -> each > 0, each -> each - 1)
                .boxed();
    }
}
