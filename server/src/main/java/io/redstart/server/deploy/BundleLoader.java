package io.redstart.server.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one bundle from its jar and from nowhere else, apart from what {@link SharedClasses} lets
 * through. It reads the jar itself instead of being a {@code URLClassLoader}: that one follows a manifest's
 * {@code Class-Path} to other files, and its resources' URLs keep the jar open in a cache of the JVM.
 */
final class BundleLoader extends ClassLoader implements AutoCloseable {
    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final String root;
    private final ProtectionDomain domain;

    private BundleLoader(String bundle, JarFile jar, Path copy, ClassLoader parent) throws IOException {
        super(bundle, parent);
        this.jar = jar;
        this.root = "jar:" + copy.toUri() + "!/";
        this.domain =
                new ProtectionDomain(new CodeSource(copy.toUri().toURL(), (Certificate[]) null), null, this, null);
    }

    /**
     * Opens a jar.
     *
     * @param bundle the bundle's name, for stack traces
     * @param copy the jar; must not change while the loader is open
     * @param server the loader of the server's own classes
     * @return the loader
     * @throws IOException if the jar cannot be read
     */
    static BundleLoader open(String bundle, Path copy, ClassLoader server) throws IOException {
        JarFile jar = new JarFile(copy.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
        boolean ownBlackbird = jar.getEntry("tools/jackson/module/blackbird/BlackbirdModule.class") != null;
        return new BundleLoader(bundle, jar, copy, new SharedClasses(server, !ownBlackbird));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        JarEntry entry = entry(name.replace('.', '/') + ".class");
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] bytes;
        try (InputStream in = jar.getInputStream(entry)) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        if (entry(name) == null) {
            return null;
        }
        try {
            return new URL(null, root + name, Uncached.HANDLER);
        } catch (MalformedURLException e) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return Collections.enumeration(found == null ? List.of() : List.of(found));
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        JarEntry entry = entry(name);
        if (entry == null) {
            return super.getResourceAsStream(name);
        }
        try {
            return jar.getInputStream(entry);
        } catch (IOException e) {
            return null;
        }
    }

    /** Finds an entry by its own name; the JDK would answer a folder when asked for a file of that name. */
    private @Nullable JarEntry entry(String name) {
        JarEntry entry = jar.getJarEntry(name);
        return entry != null && entry.isDirectory() && !name.endsWith("/") ? null : entry;
    }

    /** Closes the jar; classes that were not loaded by now are not found any more. */
    @Override
    public void close() throws IOException {
        jar.close();
    }

    /** Opens a resource anew each time, since the JVM would cache the open jar otherwise and never let it go. */
    private static final class Uncached extends URLStreamHandler {
        static final Uncached HANDLER = new Uncached();

        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            URLConnection connection = new URL(url.toExternalForm()).openConnection();
            connection.setUseCaches(false);
            return connection;
        }
    }
}
