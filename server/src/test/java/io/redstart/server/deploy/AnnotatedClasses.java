package io.redstart.server.deploy;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/** As much of a scan as these tests need: the API classes and the authenticator. */
final class AnnotatedClasses implements BundleScan, ClassScan {
    @Override
    public BundleModel scan(String name, Path jar, ClassLoader loader) throws RejectedBundleException {
        List<Class<?>> classes = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (String entry : zip.stream().map(Object::toString).toList()) {
                if (entry.endsWith(".class")) {
                    String className = entry.substring(0, entry.length() - ".class".length());
                    classes.add(Class.forName(className.replace('/', '.'), false, loader));
                }
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new RejectedBundleException(name, List.of(new Mistake(name, e.toString())));
        }
        return scan(name, classes);
    }

    @Override
    public BundleModel scan(String name, List<Class<?>> classes) throws RejectedBundleException {
        List<ApiModel> apis = new ArrayList<>();
        Class<?> authenticator = null;
        for (Class<?> type : classes) {
            Api api = type.getAnnotation(Api.class);
            if (api != null) {
                if (api.value().equals("wrong")) {
                    throw new RejectedBundleException(name, List.of(new Mistake(type.getName(), "is wrong")));
                }
                apis.add(new ApiModel(
                        api.value(),
                        type,
                        type.isAnnotationPresent(Singleton.class),
                        "",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
            }
            if (Authenticator.class.isAssignableFrom(type)) {
                authenticator = type;
            }
        }
        return new BundleModel(name, apis, List.of(), List.of(), List.of(), authenticator);
    }
}
