package io.redstart.server;

import io.redstart.server.admin.TypeScript;
import io.redstart.server.deploy.InspectedJar;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes the types of a jar that is not deployed. */
final class JarTypes {
    private JarTypes() {}

    static String of(Path jar) throws IOException, RejectedBundleException {
        try (InspectedJar bundle =
                InspectedJar.open(jar, (name, file, loader) -> ApiScanner.scan(name, loader, file))) {
            return TypeScript.of(List.of(bundle));
        }
    }
}
