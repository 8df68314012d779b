package io.redstart.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLookTest {
    @TempDir
    Path temp;

    Path folder;
    final List<String> told = Collections.synchronizedList(new ArrayList<>());

    /** Notes what it is told; a jar that contains "bad" is refused. */
    final BundleTarget target = new BundleTarget() {
        @Override
        public void deploy(Path jar) throws RejectedBundleException {
            try {
                if (Files.readString(jar).contains("bad")) {
                    told.add("refuse " + jar.getFileName());
                    throw new RejectedBundleException("x", List.of(new Mistake("x", "is bad")));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            told.add("deploy " + jar.getFileName());
        }

        @Override
        public void undeploy(String name) {
            told.add("undeploy " + name);
        }
    };

    FolderLook look;

    @BeforeEach
    void openFolder() throws Exception {
        folder = Files.createDirectory(temp.resolve("apis"));
        look = new FolderLook(folder, target);
    }

    @Test
    void deploysAllThatIsThereAtFirst() throws Exception {
        put("todo-1.0.jar", "x");
        put("chat.jar", "x");
        look.first();

        assertThat(told).containsExactlyInAnyOrder("deploy todo-1.0.jar", "deploy chat.jar");
    }

    @Test
    void waitsForAFileToBeStill() throws Exception {
        look.first();
        put("todo.jar", "half");
        look.look();
        put("todo.jar", "half and half");
        look.look();
        assertThat(told).isEmpty();

        look.look();
        assertThat(told).containsExactly("deploy todo.jar");
        look.look();
        assertThat(told).hasSize(1);
    }

    @Test
    void deploysAgainWhatChanged() throws Exception {
        put("todo.jar", "one");
        look.first();
        put("todo.jar", "another");
        look.look();
        look.look();

        assertThat(told).containsExactly("deploy todo.jar", "deploy todo.jar");
    }

    @Test
    void undeploysWhatIsGone() throws Exception {
        put("todo.jar", "x");
        look.first();
        Files.delete(folder.resolve("todo.jar"));
        look.look();

        assertThat(told).containsExactly("deploy todo.jar", "undeploy todo");
    }

    @Test
    void leavesOtherFilesAlone() throws Exception {
        put("todo.jar.tmp", "x");
        put(".hidden.jar", "x");
        put("notes.txt", "x");
        look.first();

        assertThat(told).isEmpty();
    }

    @Test
    void takesTheNewestOfAName() throws Exception {
        put("todo-1.9.jar", "x");
        put("todo-1.10.jar", "x");
        look.first();
        look.look();

        assertThat(told).containsExactly("deploy todo-1.10.jar");
    }

    @Test
    void fallsBackToTheNextOneIfTheNewestIsRefused() throws Exception {
        put("todo-1.0.jar", "x");
        put("todo-2.0.jar", "bad");
        look.first();
        look.look();

        assertThat(told).containsExactly("refuse todo-2.0.jar", "deploy todo-1.0.jar");
    }

    @Test
    void failsTheFirstLookIfABundleHasNoGoodFile() throws Exception {
        put("chat.jar", "x");
        put("todo.jar", "bad");

        assertThatThrownBy(look::first)
                .isInstanceOf(RejectedBundleException.class)
                .hasMessageContaining("todo is refused: x: is bad");
        assertThat(told).containsExactlyInAnyOrder("deploy chat.jar", "refuse todo.jar");
    }

    @Test
    void goesBackToAnOlderVersionWhenTheNewerIsDeleted() throws Exception {
        put("todo-1.0.jar", "x");
        put("todo-2.0.jar", "x");
        look.first();
        Files.delete(folder.resolve("todo-2.0.jar"));
        look.look();

        assertThat(told).containsExactly("deploy todo-2.0.jar", "deploy todo-1.0.jar");
    }

    @Test
    void keepsTheOldOneWhenItsSuccessorIsRefused() throws Exception {
        put("todo-1.0.jar", "x");
        look.first();
        Files.delete(folder.resolve("todo-1.0.jar"));
        put("todo-1.1.jar", "bad");
        look.look();
        look.look();

        assertThat(told).containsExactly("deploy todo-1.0.jar", "refuse todo-1.1.jar");
    }

    @Test
    void triesARefusedFileAgainOnceItChanges() throws Exception {
        look.first();
        put("todo.jar", "bad");
        look.look();
        look.look();
        look.look();
        put("todo.jar", "good");
        look.look();
        look.look();

        assertThat(told).containsExactly("refuse todo.jar", "deploy todo.jar");
    }

    @Test
    void looksWheneverItIsTriggered() throws Exception {
        SynchronousQueue<Boolean> triggered = new SynchronousQueue<>();
        BundleFolder watched = new BundleFolder(folder, target, any -> new LookTrigger() {
            @Override
            public boolean await() throws InterruptedException {
                return triggered.take();
            }

            @Override
            public void close() {
                told.add("closed");
            }
        });
        watched.start();
        put("todo.jar", "x");
        triggered.put(true);
        triggered.put(true);
        triggered.put(false);
        watched.close();

        assertThat(told).containsExactlyInAnyOrder("deploy todo.jar", "closed");
    }

    @Test
    void noticesADropByItself() throws Exception {
        Path made = temp.resolve("made");
        DeploySettings settings = new DeploySettings().in(made);
        try (BundleFolder watched =
                new BundleFolder(made, target, path -> new WatchTrigger(path, settings.scanPeriod()))) {
            watched.start();
            Files.writeString(made.resolve("todo.jar"), "x");

            await().untilAsserted(() -> assertThat(told).containsExactly("deploy todo.jar"));
        }
    }

    @Test
    void saysWhatIsWrongWithTheFolder() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "x");

        assertThatThrownBy(() ->
                        new BundleFolder(file, target, any -> new WatchTrigger(any, Duration.ofSeconds(1))).start())
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("file is not a folder");
        assertThatThrownBy(() -> new BundleFolder(
                                file.resolve("in"), target, any -> new WatchTrigger(any, Duration.ofSeconds(1)))
                        .start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be made");
    }

    private void put(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
