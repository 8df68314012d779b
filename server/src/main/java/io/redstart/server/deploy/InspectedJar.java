package io.redstart.server.deploy;

import io.redstart.api.Session;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A jar that is looked at and not run: no object of it is made. */
public final class InspectedJar implements Bundle, AutoCloseable {
    private final BundleName named;
    private final BundleModel model;
    private final BundleLoader loader;
    private final JsonMapper mapper;

    private InspectedJar(BundleName named, BundleModel model, BundleLoader loader) {
        this.named = named;
        this.model = model;
        this.loader = loader;
        this.mapper = BundleMapper.create(loader);
    }

    /**
     * Looks at a jar.
     *
     * @param jar the jar; must not change until this is closed
     * @param scan reads its annotations
     * @return what it offers
     * @throws IOException if it cannot be read
     * @throws RejectedBundleException with all its mistakes
     */
    public static InspectedJar open(Path jar, BundleScan scan) throws IOException, RejectedBundleException {
        if (!Files.isRegularFile(jar)) {
            throw new NoSuchFileException(jar.toString(), null, "there is no such file");
        }
        BundleName named = BundleName.of(jar);
        BundleLoader loader = BundleLoader.open(named.name(), jar, InspectedJar.class.getClassLoader());
        boolean looked = false;
        try {
            InspectedJar opened = new InspectedJar(named, scan.scan(named.name(), jar, loader), loader);
            looked = true;
            return opened;
        } finally {
            if (!looked) {
                loader.close();
            }
        }
    }

    @Override
    public String name() {
        return named.name();
    }

    @Override
    public String version() {
        return named.version() == null ? "" : named.version();
    }

    @Override
    public BundleModel model() {
        return model;
    }

    @Override
    public JsonMapper mapper() {
        return mapper;
    }

    @Override
    public <T> T instance(Class<T> type, @Nullable Session session) {
        throw new IllegalStateException(name() + " is only looked at (expected: to be deployed)");
    }

    @Override
    public ClassLoader loader() {
        return loader;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
