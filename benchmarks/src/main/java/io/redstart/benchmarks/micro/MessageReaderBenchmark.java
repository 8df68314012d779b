package io.redstart.benchmarks.micro;

import io.redstart.protocol.FromClient;
import io.redstart.protocol.MessageReader;
import io.redstart.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** From bytes to a message. */
@State(Scope.Thread)
public class MessageReaderBenchmark {
    /** How long the one argument of the call is, in bytes. */
    @Param({"64", "1024", "16384"})
    public int size;

    private final MessageReader reader =
            new MessageReader(new JsonFactory(), (kind, id, target, parser) -> texts(parser));
    private byte[] call = {};
    private final byte[] ack = "[\"ack\",1000000]".getBytes(StandardCharsets.UTF_8);

    private static List<String> texts(JsonParser parser) {
        List<String> texts = new ArrayList<>(1);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            texts.add(parser.getString());
        }
        return texts;
    }

    /** Makes the call. */
    @Setup
    public void prepare() {
        call = ("[\"call\",1000000,\"echo.quick\",[\"" + "x".repeat(size) + "\"]]").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A call with a text.
     *
     * @return the message
     */
    @Benchmark
    public FromClient call() throws ProtocolException {
        return reader.fromClient(call, 0, call.length);
    }

    /**
     * The shortest message.
     *
     * @return the message
     */
    @Benchmark
    public FromClient ack() throws ProtocolException {
        return reader.fromClient(ack, 0, ack.length);
    }
}
