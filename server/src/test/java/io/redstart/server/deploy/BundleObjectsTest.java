package io.redstart.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.inject.Provides;
import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.Settings;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.RejectedBundleException;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class BundleObjectsTest {
    @Api
    public static class PerSession {
        final Session session;
        final Shared shared;

        public PerSession(Session session, Shared shared) {
            this.session = session;
            this.shared = shared;
        }
    }

    @Singleton
    public static class Shared implements AutoCloseable {
        final Sessions sessions;
        final Settings settings;
        int closed;

        public Shared(Sessions sessions, Settings settings) {
            this.sessions = sessions;
            this.settings = settings;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void makesAnObjectForEachSessionAndSharesSingletons() throws Exception {
        Bundle bundle = bundle(PerSession.class);
        Session joe = Host.session("joe");
        PerSession first = bundle.instance(PerSession.class, joe);
        PerSession second = bundle.instance(PerSession.class, Host.session("ann"));

        assertThat(first.session).isSameAs(joe);
        assertThat(second.session.id()).isEqualTo("ann");
        assertThat(first.shared).isSameAs(second.shared);
    }

    @Test
    void lendsTheServersObjects() throws Exception {
        Shared shared = bundle(PerSession.class).instance(PerSession.class, Host.session("joe")).shared;

        assertThat(shared.sessions).isSameAs(Host.SESSIONS);
        assertThat(shared.settings.value("bundle")).contains("test");
    }

    @Test
    void closesSingletonsOnceWithTheBundle() throws Exception {
        ClasspathBundle.Started bundle = bundle(PerSession.class);
        Shared shared = bundle.instance(PerSession.class, Host.session("joe")).shared;
        bundle.close();
        bundle.close();

        assertThat(shared.closed).isEqualTo(1);
    }

    @Api
    @Singleton
    public static class Curious {
        public Curious(Session session) {}
    }

    @Test
    void refusesASessionInASingleton() {
        assertThatThrownBy(() -> bundle(Curious.class))
                .isInstanceOf(RejectedBundleException.class)
                .hasMessageContaining("Curious: cannot be made")
                .hasMessageContaining("A Session is there only while an object of one session is made");
    }

    @Api
    public static class Hiding {
        public Hiding(Nested nested) {}
    }

    @Singleton
    public static class Nested {
        public Nested(Session session) {}
    }

    @Test
    void keepsTheFirstSessionOutOfASingletonThatIsMadeForIt() throws Exception {
        Bundle bundle = bundle(Hiding.class);

        assertThatThrownBy(() -> bundle.instance(Hiding.class, Host.session("joe")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A Session is there only while");
    }

    @Singleton
    @Api
    public static class Asking {
        final Provider<Session> session;

        public Asking(Provider<Session> session) {
            this.session = session;
        }
    }

    @Test
    void letsASingletonHaveAProviderOfSessions() throws Exception {
        Asking asking = bundle(Asking.class).instance(Asking.class, null);

        assertThatThrownBy(asking.session::get).hasMessageContaining("A Session is there only while");
    }

    @Api
    public static class Failing {
        public Failing(Session session) {
            throw new IllegalArgumentException("not " + session.id());
        }
    }

    @Test
    void tellsWhyAnObjectCannotBeMade() throws Exception {
        Bundle bundle = bundle(Failing.class);

        assertThatThrownBy(() -> bundle.instance(Failing.class, Host.session("joe")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Failing cannot be made")
                .hasCause(new IllegalArgumentException("not joe"));
    }

    public interface Store {}

    @Api
    public static class Wanting {
        public Wanting(Store store, Runnable other) {}
    }

    @Test
    void refusesWhatCannotBeInjectedAllTogether() {
        assertThatThrownBy(() -> bundle(Wanting.class))
                .isInstanceOfSatisfying(
                        RejectedBundleException.class,
                        e -> assertThat(e.mistakes())
                                .hasSize(2)
                                .anySatisfy(mistake -> assertThat(mistake.toString())
                                        .contains("Wanting", "No implementation for", "Store"))
                                .anySatisfy(mistake ->
                                        assertThat(mistake.toString()).contains("Runnable")));
    }

    public static class MemoryStore implements Store {
        final String folder;

        public MemoryStore(@Named("folder") String folder) {
            this.folder = folder;
        }
    }

    public static class Bindings extends AbstractModule {
        @Override
        protected void configure() {
            bind(Store.class).to(MemoryStore.class);
        }

        @Provides
        @Named("folder")
        String folder(Settings settings) {
            return settings.value("bundle").orElseThrow();
        }
    }

    @Api
    public static class Bound {
        final Store store;

        public Bound(Provider<Store> store) {
            this.store = store.get();
        }
    }

    @Test
    void usesTheBindingsOfModules() throws Exception {
        Bound bound = bundle(List.of(Bound.class), new Bindings()).instance(Bound.class, Host.session("joe"));

        assertThat(bound.store)
                .isInstanceOfSatisfying(
                        MemoryStore.class, store -> assertThat(store.folder).isEqualTo("test"));
    }

    @Api
    public static class Choosing {
        final String chosen;

        @Inject
        Choosing(Session session) {
            this.chosen = session.id();
        }

        public Choosing(String text) {
            this.chosen = text;
        }
    }

    @Test
    void takesTheMarkedConstructor() throws Exception {
        assertThat(bundle(Choosing.class).instance(Choosing.class, Host.session("joe")).chosen)
                .isEqualTo("joe");
    }

    public static class Guests implements Authenticator {
        static int made;

        public Guests() {
            made++;
        }

        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            return Decision.guest().now();
        }
    }

    @Test
    void makesOneAuthenticator() throws Exception {
        Bundle bundle = bundle(Guests.class);

        assertThat(bundle.instance(Guests.class, null)).isSameAs(bundle.instance(Guests.class, null));
        assertThat(Guests.made).isEqualTo(1);
    }

    @Test
    void sharesAnObjectThatIsThereAlready() throws Exception {
        Shared shared = new Shared(Host.SESSIONS, Host.objects().settings().apply("x"));
        PerSession given = new PerSession(Host.session("none"), shared);
        Bundle bundle = new ClasspathBundle("test", List.of(), List.of(given), List.of())
                .start(new AnnotatedClasses(), Host.objects());

        assertThat(bundle.instance(PerSession.class, Host.session("joe"))).isSameAs(given);
        assertThat(bundle.model().apis().get(0).singleton()).isTrue();
    }

    private static ClasspathBundle.Started bundle(Class<?> type) throws RejectedBundleException {
        return bundle(List.of(type));
    }

    private static ClasspathBundle.Started bundle(List<Class<?>> types, Module... modules)
            throws RejectedBundleException {
        return new ClasspathBundle("test", types, List.of(), List.of(modules))
                .start(new AnnotatedClasses(), Host.objects());
    }
}
