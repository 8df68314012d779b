package io.redstart.server.admin;

import io.redstart.api.Session;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.CompiledJar;
import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A bundle that was compiled and scanned, and cannot run. */
record ScannedBundle(String name, BundleModel model, JsonMapper mapper, ClassLoader loader) implements Bundle {
    static Bundle of(Path folder, String name, JsonMapper mapper, String... sources) {
        try {
            CompiledJar jar = CompiledJar.processed(Files.createTempDirectory(folder, name), sources);
            return new ScannedBundle(name, ApiScanner.scan(name, jar.loader(), jar.classes()), mapper, jar.loader());
        } catch (IOException | RejectedBundleException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Bundle of(Path folder, String name, String... sources) {
        return of(folder, name, new JsonMapper(), sources);
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public <T> T instance(Class<T> type, @Nullable Session session) {
        throw new UnsupportedOperationException("Nothing runs here");
    }
}
