package io.redstart.shape;

import io.github.classgraph.ClassGraph;
import io.github.classgraph.ScanResult;
import io.redstart.server.HostedServer;
import io.redstart.server.RedstartServer;
import io.redstart.server.RunningServer;
import io.redstart.server.ServerSettings;
import io.redstart.server.observe.Observer;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The parts of Redstart that promise something to those who use them. */
enum Promise {
    API_ANNOTATIONS {
        @Override
        List<Class<?>> types() {
            return inPackage("io.redstart.api");
        }
    },
    PROTOCOL {
        @Override
        List<Class<?>> types() {
            return inPackage("io.redstart.protocol");
        }
    },
    CLIENT_JAVA {
        @Override
        List<Class<?>> types() {
            return inPackage("io.redstart.client", "io.redstart.client.sockhop");
        }
    },
    TESTKIT {
        @Override
        List<Class<?>> types() {
            return inPackage("io.redstart.testkit");
        }
    },
    /** Only how it is embedded: everything else of the server is its own. */
    SERVER {
        @Override
        List<Class<?>> types() {
            List<Class<?>> types = new ArrayList<>(List.of(
                    RedstartServer.class,
                    HostedServer.class,
                    RunningServer.class,
                    Observer.class,
                    ServerSettings.class));
            Arrays.stream(ServerSettings.class.getRecordComponents())
                    .map(RecordComponent::getType)
                    .filter(Class::isRecord)
                    .forEach(types::add);
            return types;
        }
    };

    abstract List<Class<?>> types();

    private static List<Class<?>> inPackage(String... names) {
        try (ScanResult found =
                new ClassGraph().acceptPackagesNonRecursive(names).scan()) {
            return found.getAllClasses().filter(type -> !type.isInnerClass()).loadClasses();
        }
    }
}
