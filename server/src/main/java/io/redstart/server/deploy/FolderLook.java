package io.redstart.server.deploy;

import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a folder with what is deployed from it, and makes them the same. A file counts once two looks saw it
 * unchanged, so that one that is still being copied is left alone. Used by one thread.
 */
final class FolderLook {
    private static final Logger log = LoggerFactory.getLogger(FolderLook.class);

    /** The newest first: by version, and where that does not decide by time. */
    private static final Comparator<FolderFile> NEWEST_FIRST = Comparator.comparing(
                    (FolderFile file) -> Objects.requireNonNullElse(file.name().version(), ""), new VersionOrder())
            .thenComparing(FolderFile::modified)
            .thenComparing(FolderFile::path)
            .reversed();

    private final Path folder;
    private final BundleTarget target;
    private final Map<String, FolderFile> deployed = new HashMap<>();
    private Set<FolderFile> seen = Set.of();
    /** Whether what is wrong is told by an exception, and so not logged as well. */
    private boolean first;

    private final Set<FolderFile> refused = new HashSet<>();
    /** What was wrong with the last refused file of a bundle. */
    private final Map<String, List<Mistake>> mistakes = new HashMap<>();

    FolderLook(Path folder, BundleTarget target) {
        this.folder = folder;
        this.target = target;
    }

    /**
     * The first look: takes every file as it is, since nobody is waiting for a second one yet. There is no version
     * before that could go on, so a bundle of which every file is refused is a failure.
     *
     * @throws RejectedBundleException with the mistakes of all such bundles; the others are deployed
     */
    void first() throws IOException, RejectedBundleException {
        seen = FolderFile.list(folder);
        first = true;
        look();
        first = false;
        Map<String, List<Mistake>> failed = new TreeMap<>(mistakes);
        failed.keySet().removeAll(deployed.keySet());
        mistakes.keySet().stream()
                .filter(deployed::containsKey)
                .forEach(name -> log.error("{} is refused: {}; an older one is used", name, mistakes.get(name)));
        if (!failed.isEmpty()) {
            throw new RejectedBundleException(
                    String.join(", ", failed.keySet()),
                    failed.values().stream().flatMap(List::stream).toList());
        }
    }

    /** Looks once. */
    void look() throws IOException {
        Set<FolderFile> present = FolderFile.list(folder);
        Set<FolderFile> before = seen;
        seen = present;
        refused.retainAll(present);
        Map<String, List<FolderFile>> byName = present.stream()
                .collect(Collectors.groupingBy(file -> file.name().name()));
        byName.forEach((name, files) -> update(
                name,
                files.stream().filter(before::contains).sorted(NEWEST_FIRST).toList()));
        List.copyOf(deployed.keySet()).stream()
                .filter(name -> !byName.containsKey(name))
                .forEach(this::undeploy);
    }

    private void update(String name, List<FolderFile> newestFirst) {
        for (FolderFile file : newestFirst) {
            if (file.equals(deployed.get(name))) {
                return;
            }
            if (!refused.contains(file) && deploy(name, file)) {
                newestFirst.stream()
                        .filter(other -> !other.equals(file) && !refused.contains(other))
                        .forEach(other -> log.info(
                                "{} is not used: {} is newer",
                                other.path().getFileName(),
                                file.path().getFileName()));
                return;
            }
        }
    }

    private boolean deploy(String name, FolderFile file) {
        try {
            target.deploy(file.path());
            deployed.put(name, file);
            return true;
        } catch (RejectedBundleException e) {
            mistakes.put(name, e.mistakes());
            if (!first) {
                log.error("{}{}", e.getMessage(), deployed.containsKey(name) ? "; the one before it goes on" : "");
            }
        } catch (RuntimeException e) {
            mistakes.put(
                    name, List.of(new Mistake(file.path().getFileName().toString(), "could not be deployed: " + e)));
            log.error("{} could not be deployed", file.path().getFileName(), e);
        }
        refused.add(file);
        return false;
    }

    private void undeploy(String name) {
        deployed.remove(name);
        target.undeploy(name);
    }
}
