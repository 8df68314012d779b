package io.redstart.testkit;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a {@link TestServer} before each test and closes it afterwards, which fails the test if anything is left of a
 * session, a call, a connection or a bundle. A test may have parameters: a {@code TestServer} is the one that runs, each
 * {@link TestClient} is a client that is welcome already.
 *
 * <pre>{@code
 * @RegisterExtension
 * final TestServerExtension todos = TestServerExtension.of(Todos.class);
 *
 * @Test
 * void tellsEverybody(TestClient ann, TestClient bob) {
 *     ann.says("['call',1,'todos.add',['milk']]");
 *     bob.hears("['act',1,null,{'type':'todos/added','payload':'*'}]");
 * }
 * }</pre>
 */
public final class TestServerExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final Supplier<TestServer> start;
    private @Nullable TestServer server;

    private TestServerExtension(Supplier<TestServer> start) {
        this.start = start;
    }

    /**
     * A server with the default settings.
     *
     * @param types API classes, and an authenticator if there is one
     * @return to be registered
     */
    public static TestServerExtension of(Class<?>... types) {
        return of(TestServer.builder().api(types));
    }

    /**
     * Any server.
     *
     * @param builder describes it
     * @return to be registered
     */
    public static TestServerExtension of(TestServer.Builder builder) {
        return new TestServerExtension(builder::start);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server = start.get();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestServer.class || type == TestClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestServer running = Objects.requireNonNull(server, "parameters are for tests, not for what runs before them");
        return parameter.getParameter().getType() == TestServer.class ? running : running.client();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestServer running = server;
        server = null;
        if (running != null) {
            running.close();
        }
    }
}
