package io.redstart.benchmarks.micro;

import io.redstart.server.invocation.BoundCall;
import io.redstart.server.invocation.Invocation;
import io.redstart.server.session.LiveSession;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** From the tokens of arguments to the values of parameters, with the method looked up. */
@State(Scope.Thread)
public class BindingBenchmark {
    private final Core core = new Core();
    private final Invocation invocation = core.invocation();
    private final LiveSession session = core.session();
    private final JsonFactory json = new JsonFactory();
    private final byte[] positions = utf8("[1,2,\"three\"]");
    private final byte[] names = utf8("{\"first\":1,\"second\":2,\"label\":\"three\"}");
    private final byte[] record =
            utf8("[{\"id\":1,\"title\":\"Buy milk\",\"done\":false,\"tags\":[\"home\",\"soon\"]}]");

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Three arguments in an array.
     *
     * @return what was bound
     */
    @Benchmark
    public BoundCall byPosition() {
        return bind("echo.three", positions);
    }

    /**
     * Three arguments in an object.
     *
     * @return what was bound
     */
    @Benchmark
    public BoundCall byName() {
        return bind("echo.three", names);
    }

    /**
     * A record.
     *
     * @return what was bound
     */
    @Benchmark
    public BoundCall record() {
        return bind("echo.todo", record);
    }

    /**
     * Three arguments in an array, of a method with a role and a rate limit.
     *
     * @return what was bound
     */
    @Benchmark
    public BoundCall guarded() {
        return bind("echo.guarded", positions);
    }

    private BoundCall bind(String target, byte[] args) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), args, 0, args.length)) {
            parser.nextToken();
            BoundCall bound = invocation.bind(session, 1, target, parser, 100, 65_536);
            if (!(bound instanceof BoundCall.Ready)) {
                throw new IllegalStateException(bound.toString());
            }
            invocation.discard(bound);
            return bound;
        }
    }
}
