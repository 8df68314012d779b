package io.redstart.api;

import java.util.Optional;

/**
 * The namespaces of a server. Injected into constructors of classes in the default namespace, and nowhere else; any
 * thread may use it.
 *
 * <pre>{@code
 * Namespace shop = namespaces.register("shop");
 * String key = shop.secretKey();
 * }</pre>
 */
public interface Namespaces {
    /**
     * A namespace.
     *
     * @param name its name
     * @return the namespace, if there is one of that name; not the default one unless it has a secret key
     */
    Optional<Namespace> find(String name);

    /**
     * Makes a namespace with a secret key of its own. Where the server keeps data, it is there again after a restart;
     * waits until that is certain.
     *
     * @param name its name, {@code [a-z0-9][a-z0-9_-]{0,63}}
     * @return the namespace, ready for clients
     * @throws CallException {@code invalid} for what is no name, {@code conflict} where the name is taken, {@code
     *     overloaded} where there are as many as there may be, {@code unavailable} if it cannot be kept; then nothing has
     *     changed
     */
    Namespace register(String name);

    /**
     * Removes a namespace that was registered, with all that is kept of it. Its clients are told, and their sessions end.
     *
     * @param name its name
     * @return false if there is none of that name
     * @throws CallException {@code conflict} for one that was not registered but is part of how the server was started
     */
    boolean remove(String name);
}
