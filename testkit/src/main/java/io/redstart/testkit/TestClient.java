package io.redstart.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The client's end of a line in memory. What it says reaches the server at once; what it hears comes in the order in
 * which the server sent it, and hearing waits until it is there. In what a test writes, an apostrophe stands for a
 * quotation mark.
 *
 * <pre>{@code
 * TestClient client = server.client();
 * client.says("['call',1,'todos.add',['milk']]");
 * client.hears("['ret',1,{'id':'*','text':'milk'}]");
 * client.hearsNothing();
 * }</pre>
 */
public final class TestClient {
    private static final Set<String> PUSHES = Set.of("act", "evt", "state", "who", "left", "txt", "json");
    private static final int NORMAL = 1000;

    private final TestServer server;
    private final Supplier<TestClient> again;
    private final Inbox inbox;
    private final MemoryLine line;
    private @Nullable JsonNode welcome;
    private long seen;
    private long lastId = 1_000_000;

    TestClient(TestServer server, Supplier<TestClient> again, Inbox inbox, MemoryLine line) {
        this.server = server;
        this.again = again;
        this.inbox = inbox;
        this.line = line;
    }

    /**
     * Sends messages in one frame.
     *
     * @param messages one or more, with apostrophes for quotation marks
     * @return this
     */
    public TestClient says(String... messages) {
        return saysExactly(Json.quoted(String.join("\n", messages)));
    }

    /**
     * Sends a text frame as it is.
     *
     * @param frame any text
     * @return this
     */
    public TestClient saysExactly(String frame) {
        return saysBytes(frame.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends a text frame as it is.
     *
     * @param frame any bytes, also such as are no UTF-8
     * @return this
     */
    public TestClient saysBytes(byte[] frame) {
        line.text(frame);
        return this;
    }

    /**
     * Sends a binary frame.
     *
     * @param frame any bytes
     * @return this
     */
    public TestClient saysBinary(byte[] frame) {
        line.binary(frame);
        return this;
    }

    /**
     * Says hello and hears that it is welcome.
     *
     * @return this
     */
    public TestClient greets() {
        says("['hello',{'v':1}]");
        hears("['welcome',{'resumed':false,'*':'*'}]");
        return this;
    }

    /**
     * Hears the next message, and fails if it is another one or none comes. {@code '*'} stands for any value;
     * {@code '*':'*'} in an object for any further properties. The meta of a push may be left out.
     *
     * @param expected the message, with apostrophes for quotation marks
     * @return the message as it came
     */
    public JsonNode hears(String expected) {
        JsonNode wanted = Json.read(Json.quoted(expected));
        JsonNode message = inbox.next();
        if (message == null) {
            throw new AssertionError("expected " + wanted + " but heard nothing; " + inbox);
        }
        if (!Json.matches(wanted, message)) {
            throw new AssertionError("expected " + wanted + " but heard " + message + "; after it " + inbox);
        }
        return noted(message);
    }

    private JsonNode noted(JsonNode message) {
        String op = message.path(0).asString("");
        if (PUSHES.contains(op)) {
            seen = Math.max(seen, message.get(1).asLong());
        } else if (op.equals("welcome")) {
            welcome = message.get(1);
        }
        return message;
    }

    /**
     * Fails if the server has anything to say, once all has been done that was to do.
     *
     * @return this
     */
    public TestClient hearsNothing() {
        server.settles();
        JsonNode message = inbox.peek();
        if (message != null) {
            throw new AssertionError("expected nothing but heard " + message);
        }
        return this;
    }

    /**
     * Calls a method and waits for its result; what is pushed meanwhile can be heard afterwards.
     *
     * @param target the method, such as {@code todos.add}
     * @param args anything that converts to JSON
     * @return the result
     * @throws AssertionError if the call fails, with the error
     */
    public JsonNode calls(String target, @Nullable Object... args) {
        long id = ++lastId;
        ArrayNode call = JsonMapper.shared().createArrayNode();
        call.add("call").add(id).add(target).addPOJO(args);
        saysExactly(JsonMapper.shared().writeValueAsString(call));
        JsonNode answer = inbox.first(message -> {
            String op = message.path(0).asString("");
            return (op.equals("ret") || op.equals("err")) && message.path(1).asLong() == id;
        });
        if (answer == null || !answer.get(0).stringValue().equals("ret")) {
            throw new AssertionError(target + " failed: " + (answer == null ? "no answer" : answer.get(2)));
        }
        return answer.get(2);
    }

    /**
     * Waits until the server has closed the line, and fails if that was with another code. What was sent before can
     * still be heard.
     *
     * @param code the close code; 1006 for a line that was cut
     * @return the reason that was told
     */
    public String closedWith(int code) {
        Inbox.Ending ending = inbox.ending();
        if (ending == null || ending.code() != code) {
            throw new AssertionError("expected the line to be closed with " + code + " but "
                    + (ending == null ? "it is open" : ending.toString()) + "; not heard yet: " + inbox);
        }
        return ending.reason();
    }

    /** The line breaks without a word; the client may come back. */
    public void cut() {
        line.end(MemoryLine.CUT, "");
    }

    /** The client closes the line because it has finished. */
    public void closes() {
        line.end(NORMAL, "");
    }

    /**
     * From now on the client takes nothing from the line, so that what the server writes piles up.
     *
     * @return this
     */
    public TestClient stopsReading() {
        line.stopReading();
        return this;
    }

    /**
     * The client takes from the line again.
     *
     * @return this
     */
    public TestClient readsOn() {
        line.readOn();
        return this;
    }

    /**
     * From now on the client leaves the line open when the server closes it.
     *
     * @return this
     */
    public TestClient doesNotClose() {
        line.refuseToClose();
        return this;
    }

    /**
     * Comes back on a new line and hears that its session goes on.
     *
     * @return the client's new end
     */
    public TestClient resumes() {
        TestClient back = returns();
        back.hears("['welcome',{'sid':'" + sid() + "','resumed':true,'*':'*'}]");
        return back;
    }

    /**
     * Comes back on a new line and asks for its session to go on; what the server says of it is to be heard.
     *
     * @return the client's new end
     */
    public TestClient returns() {
        TestClient back = again.get();
        back.seen = seen;
        back.lastId = lastId;
        return back.says(
                "['hello',{'v':1,'resume':{'sid':'" + sid() + "','key':'" + key() + "','seen':" + seen + "}}]");
    }

    /**
     * The id of its session.
     *
     * @return as the welcome told
     */
    public String sid() {
        return welcome().get("sid").stringValue();
    }

    /**
     * What it can come back with.
     *
     * @return as the welcome told
     */
    public String key() {
        return welcome().get("key").stringValue();
    }

    /**
     * The highest number of a push that was heard.
     *
     * @return 0 if none was
     */
    public long seen() {
        return seen;
    }

    /**
     * What the server said to its hello.
     *
     * @return the facts of the session
     */
    public JsonNode welcome() {
        JsonNode facts = welcome;
        if (facts == null) {
            throw new AssertionError("there was no welcome yet");
        }
        return facts;
    }

    boolean isGone() {
        return line.isGone();
    }
}
