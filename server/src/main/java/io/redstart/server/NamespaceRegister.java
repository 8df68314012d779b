package io.redstart.server;

import io.redstart.api.CallException;
import io.redstart.api.Namespaces;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.builtin.NamespacesApi;
import io.redstart.server.channel.ChannelRule;
import io.redstart.server.channel.ChannelRules;
import io.redstart.server.channel.ChannelStore;
import io.redstart.server.identity.NamespaceKey;
import io.redstart.server.store.DataFile;
import io.redstart.server.store.KeptNamespace;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Makes namespaces: those a server starts with, and those that are registered while it runs; and takes these away. */
final class NamespaceRegister implements NamespacesApi.Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceRegister.class);

    private final LiveNamespaces live;
    private final Node node;
    private final @Nullable DataFile data;
    /** Held while one is made or taken away, which may wait for the disk; nothing else waits for it. */
    private final ReentrantLock lock = new ReentrantLock();

    NamespaceRegister(LiveNamespaces live, Node node, @Nullable DataFile data) {
        this.live = live;
        this.node = node;
        this.data = data;
    }

    /**
     * Makes those a server starts with: the default one, those of the settings and of the program, and those that were
     * registered before.
     *
     * @param described what the program offers in each
     * @param watchesFolder whether the folder of the settings is that of the default namespace
     */
    void begin(Map<String, NamespaceBuilder> described, boolean watchesFolder) {
        Map<String, NamespaceSettings> set = node.settings().namespaces();
        Map<String, KeptNamespace> kept = data == null ? Map.of() : data.namespaces();
        TreeSet<String> names = new TreeSet<>(set.keySet());
        names.addAll(described.keySet());
        names.remove(NamespaceName.DEFAULT);
        NamespaceSettings usual = set.getOrDefault(NamespaceName.DEFAULT, new NamespaceSettings());
        String usualKey = given(usual, described.get(NamespaceName.DEFAULT));
        live.add(new LiveNamespace(
                new NamespacePlan(
                        NamespaceName.DEFAULT,
                        usualKey.isEmpty() ? null : key(usualKey),
                        watchesFolder ? node.settings().deploy().folder() : null,
                        false,
                        node.settings().channels().defaultRules(),
                        store(NamespaceName.DEFAULT),
                        this::seenWith),
                node));
        for (String name : names) {
            NamespaceSettings settings = set.getOrDefault(name, new NamespaceSettings());
            String key = given(settings, described.get(name));
            KeptNamespace before = kept.get(name);
            if (key.isEmpty()) {
                key = before == null ? NamespaceKey.make() : before.secretKey();
            }
            keep(name, before, new KeptNamespace(key, false, Map.of()));
            live.add(new LiveNamespace(
                    new NamespacePlan(
                            name,
                            key(key),
                            settings.apis(),
                            false,
                            NamespaceSettings.rules(settings.channels()),
                            store(name),
                            null),
                    node));
        }
        kept.forEach((name, before) -> {
            if (before.registered() && live.find(name) == null) {
                live.add(registered(name, before, NamespaceSettings.rules(before.rules())));
            }
        });
    }

    Namespaces seenWith(JsonMapper mapper) {
        return new ApiNamespaces(this, mapper);
    }

    private static String given(NamespaceSettings settings, @Nullable NamespaceBuilder described) {
        return !settings.secretKey().isEmpty() || described == null ? settings.secretKey() : described.secretKey();
    }

    private static NamespaceKey key(String text) {
        return new NamespaceKey(text, InstantSource.system());
    }

    private void keep(String name, @Nullable KeptNamespace before, KeptNamespace now) {
        if (data != null && !now.equals(before)) {
            data.put(name, now);
        }
    }

    private ChannelStore store(String name) {
        return data == null ? ChannelStore.NONE : data.channels(name);
    }

    private LiveNamespace registered(String name, KeptNamespace kept, ChannelRules rules) {
        return new LiveNamespace(
                new NamespacePlan(name, key(kept.secretKey()), null, true, rules, store(name), null), node);
    }

    private static ChannelRules checked(Map<String, ChannelRule> rules) {
        try {
            return NamespaceSettings.rules(rules);
        } catch (IllegalArgumentException mistake) {
            throw new CallException(ErrorCodes.INVALID, String.valueOf(mistake.getMessage()));
        }
    }

    @Nullable
    LiveNamespace find(String name) {
        return live.find(name);
    }

    /** Makes one with rules of its channels; see {@link Namespaces#register}. */
    LiveNamespace register(String name, Map<String, ChannelRule> rules) {
        NamespaceName.checked(name);
        ChannelRules checked = checked(rules);
        lock.lock();
        try {
            if (live.find(name) != null) {
                throw new CallException(ErrorCodes.CONFLICT, "namespace: '" + name + "' (expected: one that is free)");
            }
            int most = node.settings().registration().max();
            if (live.registered() >= most) {
                node.observer().limitHit("namespaces");
                throw new CallException(
                        ErrorCodes.OVERLOADED, "namespaces: " + most + " are registered (expected: at most)");
            }
            KeptNamespace kept = new KeptNamespace(NamespaceKey.make(), true, rules);
            LiveNamespace made = registered(name, kept, checked);
            keep(name, null, kept);
            try {
                settle();
            } catch (CallException unkept) {
                forget(made);
                made.close();
                throw unkept;
            }
            live.add(made);
            LOG.info("The namespace {} is registered", name);
            return made;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String secretKeyOf(String name, Map<String, ChannelRule> rules) {
        return Objects.requireNonNull(register(name, rules).key()).text();
    }

    /** Takes one away; see {@link Namespaces#remove}. */
    @Override
    public boolean remove(String name) {
        lock.lock();
        try {
            LiveNamespace found = live.find(name);
            if (found == null) {
                return false;
            }
            if (!found.isRegistered()) {
                throw new CallException(
                        ErrorCodes.CONFLICT, "namespace: '" + name + "' (expected: one that was registered)");
            }
            live.remove(found);
            found.dismiss();
            forget(found);
            settle();
            LOG.info("The namespace {} is removed", name);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void forget(LiveNamespace namespace) {
        if (data != null) {
            data.remove(namespace.name(), namespace.store());
        }
    }

    /** Waits until all is on disk. */
    private void settle() {
        if (data != null) {
            try {
                data.durable().toCompletableFuture().join();
            } catch (CompletionException unwritten) {
                throw new CallException(ErrorCodes.UNAVAILABLE, "The server cannot keep it");
            }
        }
    }
}
