package io.redstart.examples.todo;

import io.redstart.api.ActionType;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.ErrorCode;
import io.redstart.api.EventType;
import io.redstart.api.OnAction;
import io.redstart.api.OnEvent;
import io.redstart.api.OnOpen;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.Settings;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One list that everybody shares. What changes is told to every page as a Redux action, in the order it happened. */
@Api("todos")
@Singleton
public class Todos {
    private final Sessions sessions;
    private final TodoFile file;
    private final int maxTodos;
    private Map<String, Todo> todos = new LinkedHashMap<>();

    /**
     * Something to do.
     *
     * @param id never used again for another todo
     * @param text what is to be done
     * @param done whether it is done
     */
    public record Todo(String id, String text, boolean done) {}

    /**
     * The whole list, for a page that just came.
     *
     * @param todos oldest first
     */
    @ActionType("todos/loaded")
    public record Loaded(List<Todo> todos) {}

    /**
     * Somebody added a todo.
     *
     * @param todo the new one
     */
    @ActionType("todos/added")
    public record Added(Todo todo) {}

    /**
     * Somebody said whether a todo is done. Pages send it, and the server tells it to all.
     *
     * @param id which todo
     * @param done what it is now
     */
    @ActionType("todos/toggled")
    public record Toggled(String id, boolean done) {}

    /**
     * Somebody removed todos.
     *
     * @param ids those that are gone
     */
    @ActionType("todos/removed")
    public record Removed(List<String> ids) {}

    /** Somebody else is writing a todo. */
    @EventType("typing")
    public record Typing() {}

    /** Somebody else was faster. */
    @ErrorCode("gone")
    public static class GoneException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        GoneException() {
            super("Somebody has removed this one already");
        }
    }

    /**
     * Begins with what was kept.
     *
     * @param sessions all pages
     * @param settings {@code max-todos}, and {@code file} if the list is to outlive the server
     */
    public Todos(Sessions sessions, Settings settings) {
        this.sessions = sessions;
        this.file = TodoFile.at(settings.value("file"));
        this.maxTodos = settings.value("max-todos").map(Integer::parseInt).orElse(100);
        file.load().forEach(todo -> todos.put(todo.id(), todo));
    }

    @OnOpen
    public synchronized void open(Session session) {
        session.now().dispatch(new Loaded(List.copyOf(todos.values())));
    }

    /**
     * Adds a todo at the end.
     *
     * @param text what is to be done
     * @return the new todo
     */
    @Call
    public synchronized Todo add(
            @NotBlank(message = "Write what there is to do") @Size(max = 200, message = "At most {max} characters")
                    String text) {
        if (todos.size() >= maxTodos) {
            throw new CallException("list_full", "The list is full: finish something first", Map.of("max", maxTodos));
        }
        Todo todo = new Todo(UUID.randomUUID().toString(), text.strip().replaceAll("\\s+", " "), false);
        Map<String, Todo> changed = new LinkedHashMap<>(todos);
        changed.put(todo.id(), todo);
        change(changed, new Added(todo));
        return todo;
    }

    /** A page ticked a todo, or took the tick back: it shows that already and goes back if this throws. */
    @OnAction
    public synchronized void toggle(Toggled toggled) {
        Todo todo = todos.get(toggled.id());
        if (todo == null) {
            throw new GoneException();
        }
        Map<String, Todo> changed = new LinkedHashMap<>(todos);
        changed.put(todo.id(), new Todo(todo.id(), todo.text(), toggled.done()));
        change(changed, toggled);
    }

    /**
     * Removes a todo.
     *
     * @param id which one
     */
    @Call
    public synchronized void remove(String id) {
        if (!todos.containsKey(id)) {
            throw new GoneException();
        }
        remove(List.of(id));
    }

    /**
     * Removes all todos that are done.
     *
     * @return how many there were
     */
    @Call
    public synchronized int removeDone() {
        List<String> done =
                todos.values().stream().filter(Todo::done).map(Todo::id).toList();
        remove(done);
        return done.size();
    }

    @OnEvent("typing")
    public void typing(Session session) {
        sessions.all().except(session).emit(new Typing());
    }

    private void remove(List<String> ids) {
        Map<String, Todo> changed = new LinkedHashMap<>(todos);
        ids.forEach(changed::remove);
        change(changed, new Removed(ids));
    }

    /**
     * Keeps the list and tells everybody, whoever made the change too. It is told at once, while nobody else can change
     * the list: waiting for the end of the call, two changes could overtake each other on their way to the pages.
     */
    private void change(Map<String, Todo> changed, Object action) {
        file.save(changed.values());
        todos = changed;
        sessions.all().now().dispatch(action);
    }
}
