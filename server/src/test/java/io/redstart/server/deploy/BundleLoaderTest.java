package io.redstart.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Module;
import io.redstart.api.Session;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.spi.SLF4JServiceProvider;

class BundleLoaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(classes = {String.class, Session.class, Logger.class, Module.class, Inject.class})
    void sharesWhatBothSidesMean(Class<?> type) throws Exception {
        try (BundleLoader loader = open(new JarBuilder().entry("a", "b"))) {
            assertThat(loader.loadClass(type.getName())).isSameAs(type);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.redstart.server.deploy.Deployer",
                "com.google.common.collect.ImmutableList",
                "tools.jackson.databind.ObjectMapper",
                "org.eclipse.jetty.server.Server",
                "picocli.CommandLine"
            })
    void hidesTheServer(String name) throws Exception {
        try (BundleLoader loader = open(new JarBuilder().entry("a", "b"))) {
            assertThatThrownBy(() -> loader.loadClass(name)).isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void prefersTheServersCopyOfWhatIsShared() throws Exception {
        JarBuilder jar = new JarBuilder()
                .source("io.redstart.api.Session", "package io.redstart.api; public interface Session {}")
                .source("jakarta.own.Thing", "package jakarta.own; public class Thing {}");
        try (BundleLoader loader = open(jar)) {
            assertThat(loader.loadClass("io.redstart.api.Session")).isSameAs(Session.class);
            assertThat(loader.loadClass("jakarta.own.Thing").getClassLoader()).isSameAs(loader);
        }
    }

    @Test
    void showsTheJarsResourcesAlone() throws Exception {
        JarBuilder jar = new JarBuilder().entry("a/b.txt", "hello").entry("META-INF/services/java.lang.Runnable", "");
        try (BundleLoader loader = open(jar)) {
            URL url = loader.getResource("a/b.txt");
            try (InputStream in = url.openStream()) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("hello");
            }
            assertThat(loader.getResource("a")).isNull();
            assertThat(loader.getResource("io/redstart/server/build.properties"))
                    .isNull();
            assertThat(Collections.list(loader.getResources("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")))
                    .isEmpty();
            assertThat(ServiceLoader.load(SLF4JServiceProvider.class, loader)).isEmpty();
        }
    }

    @Test
    void followsNoClassPathOfTheManifest() throws Exception {
        Path other = new JarBuilder()
                .source("other.Other", "package other; public class Other {}")
                .write(folder.resolve("other.jar"));
        JarBuilder jar = new JarBuilder()
                .entry(
                        "META-INF/MANIFEST.MF",
                        "Manifest-Version: 1.0\r\nClass-Path: " + other.getFileName() + "\r\n\r\n");
        try (BundleLoader loader = open(jar)) {
            assertThatThrownBy(() -> loader.loadClass("other.Other")).isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void leavesBlackbirdToAJarThatBringsItsOwn() throws Exception {
        String name = "tools.jackson.module.blackbird.BlackbirdModule";
        JarBuilder jar = new JarBuilder()
                .source(name, "package tools.jackson.module.blackbird; public class BlackbirdModule {}");
        try (BundleLoader loader = open(jar)) {
            assertThat(loader.loadClass(name).getClassLoader()).isSameAs(loader);
            assertThat(BundleMapper.create(loader).registeredModules()).isEmpty();
        }
        assertThat(BundleMapper.create(BundleLoaderTest.class.getClassLoader()).registeredModules())
                .isNotEmpty();
    }

    private BundleLoader open(JarBuilder jar) throws Exception {
        return BundleLoader.open(
                "test", jar.write(folder.resolve("test.jar")), BundleLoaderTest.class.getClassLoader());
    }
}
