package io.redstart.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleNameTest {
    @ParameterizedTest
    @CsvSource({
        "todo.jar, todo,",
        "todo-1.2.jar, todo, 1.2",
        "todo-1.2-SNAPSHOT.jar, todo, 1.2-SNAPSHOT",
        "todo-list-1.jar, todo-list, 1",
        "my-2d-game.jar, my-2d-game,",
        "my-2d-game-0.1.0+7.jar, my-2d-game, 0.1.0+7",
    })
    void readsTheFileName(String file, String name, String version) {
        assertThat(BundleName.of(Path.of("apis", file))).isEqualTo(new BundleName(name, version));
    }

    @Test
    void knowsWhichNamesFitInAUrl() {
        assertThat(new BundleName("todo_list.2", null).isValid()).isTrue();
        assertThat(new BundleName("to do", null).isValid()).isFalse();
        assertThat(new BundleName("", null).isValid()).isFalse();
    }

    @Test
    void ordersVersions() {
        List<String> ordered = List.of("", "0.9", "1.0-SNAPSHOT", "1.0-rc2", "1", "1.0.1", "1.9", "1.10", "2");

        assertThat(Stream.of("1.10", "2", "1.0-rc2", "1.9", "", "1.0.1", "1", "0.9", "1.0-SNAPSHOT")
                        .sorted(new VersionOrder()))
                .isEqualTo(ordered);
    }
}
