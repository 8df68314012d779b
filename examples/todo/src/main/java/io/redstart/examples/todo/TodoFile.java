package io.redstart.examples.todo;

import io.redstart.examples.todo.Todos.Todo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the list is kept: a file with one todo a line, such as {@code [x] 6f1c… Buy milk}, or nowhere. */
final class TodoFile {
    private static final String DONE = "[x]";
    private static final String OPEN = "[ ]";

    private final Optional<Path> path;

    private TodoFile(Optional<Path> path) {
        this.path = path;
    }

    static TodoFile at(Optional<String> path) {
        return new TodoFile(path.map(Path::of).map(Path::toAbsolutePath));
    }

    List<Todo> load() {
        Optional<Path> existing = path.filter(Files::exists);
        if (existing.isEmpty()) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(existing.get())) {
            return lines.filter(line -> !line.isBlank()).map(TodoFile::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the file in one step, so that whoever stops in between leaves either the old list or the new one. */
    void save(Collection<Todo> todos) {
        if (path.isEmpty()) {
            return;
        }
        Path file = path.get();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, todos.stream().map(TodoFile::line).toList());
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Todo todo) {
        return (todo.done() ? DONE : OPEN) + " " + todo.id() + " " + todo.text();
    }

    private static Todo read(String line) {
        String rest = line.substring(OPEN.length() + 1);
        int space = rest.indexOf(' ');
        return new Todo(rest.substring(0, space), rest.substring(space + 1), line.startsWith(DONE));
    }
}
