package io.redstart.server.builtin;

import io.redstart.api.SessionStore;
import io.redstart.server.deploy.ClassScan;
import io.redstart.server.deploy.ClasspathBundle;
import io.redstart.server.registry.Access;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.session.SessionStoreSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The APIs that the server itself offers, gathered into a bundle. For one thread. */
public final class BuiltIn {
    /** What the bundle is called. */
    public static final String NAME = "redstart";

    private final List<Object> apis = new ArrayList<>();
    /** Who may call an API whose class names another role. */
    private final Map<Class<?>, String> roles = new HashMap<>();

    /** None yet. */
    public BuiltIn() {}

    /**
     * Offers an API.
     *
     * @param api an object of an annotated class; it serves all sessions
     * @return this
     */
    public BuiltIn add(Object api) {
        apis.add(api);
        return this;
    }

    /**
     * Offers the API {@code sessions}, if the settings say to whom.
     *
     * @param store what it reads and changes
     * @param settings say who may
     * @return this
     */
    public BuiltIn sessions(SessionStore store, SessionStoreSettings settings) {
        if (!settings.role().isEmpty()) {
            roles.put(SessionsApi.class, settings.role());
            add(new SessionsApi(store));
        }
        return this;
    }

    /**
     * Offers the commands of the sessions service to Seneca, if the settings say to whom.
     *
     * @param store what they read and change
     * @param settings say who may
     * @return this
     */
    public BuiltIn senecaSessions(SessionStore store, SessionStoreSettings settings) {
        if (!settings.role().isEmpty()) {
            roles.put(SenecaSessionsApi.class, settings.role());
            add(new SenecaSessionsApi(store));
        }
        return this;
    }

    /**
     * Whether a bundle is of such APIs.
     *
     * @param bundle any
     * @return true for the one bundle they are gathered in
     */
    public static boolean is(ClasspathBundle bundle) {
        return bundle.name().equals(NAME);
    }

    /**
     * The store of sessions that a program brings among its objects.
     *
     * @param own the bundles of the program
     * @param otherwise what is used if it brings none
     * @return the first it brings
     */
    public static SessionStore storeIn(List<ClasspathBundle> own, SessionStore otherwise) {
        return own.stream()
                .flatMap(bundle -> bundle.instances().stream())
                .filter(SessionStore.class::isInstance)
                .map(SessionStore.class::cast)
                .findFirst()
                .orElse(otherwise);
    }

    /**
     * The bundle.
     *
     * @return null if nothing is offered
     */
    public @Nullable ClasspathBundle bundle() {
        return apis.isEmpty() ? null : new ClasspathBundle(NAME, List.of(), apis, List.of());
    }

    /**
     * Reads the annotations of its classes, with the roles of the settings in their place.
     *
     * @return to start the bundle with
     */
    public ClassScan scan() {
        return (name, classes) -> {
            BundleModel model = ApiScanner.scan(name, classes, BundleIndex.NONE);
            return model.withApis(model.apis().stream().map(this::withRole).toList());
        };
    }

    private ApiModel withRole(ApiModel api) {
        String role = roles.get(api.type());
        return role == null ? api : api.withAccess(new Access(Access.Rule.ROLES, List.of(role)));
    }
}
