package io.redstart.client;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the server asks: a name and arguments, by position or by name.
 *
 * <pre>{@code
 * client.handle("confirm", ask -> JOptionPane.showConfirmDialog(null, ask.at(0, String.class)) == 0);
 * }</pre>
 */
public final class Ask {
    private final String name;
    private final JsonNode args;
    private final Json json;

    Ask(String name, JsonNode args, Json json) {
        this.name = name;
        this.args = args;
        this.json = json;
    }

    /**
     * What is asked.
     *
     * @return the handler's name
     */
    public String name() {
        return name;
    }

    /**
     * How many arguments there are.
     *
     * @return 0 or more
     */
    public int size() {
        return args.size();
    }

    /**
     * An argument by its position.
     *
     * @param <T> what it is read as
     * @param position from 0
     * @param type what it is read as
     * @return the argument, or null if there is none or it is null
     * @throws tools.jackson.core.JacksonException if it does not convert
     */
    @SuppressWarnings("unchecked") // read as what the caller asked for
    public <T> @Nullable T at(int position, Class<T> type) {
        return (T) at(position, (Type) type);
    }

    /**
     * An argument by its position, of a generic type.
     *
     * @param position from 0
     * @param type what it is read as
     * @return the argument, or null if there is none or it is null
     * @throws tools.jackson.core.JacksonException if it does not convert
     */
    public @Nullable Object at(int position, Type type) {
        return json.convert(args.isArray() ? args.get(position) : null, json.type(type));
    }

    /**
     * An argument by its name.
     *
     * @param <T> what it is read as
     * @param name its name
     * @param type what it is read as
     * @return the argument, or null if there is none or it is null
     * @throws tools.jackson.core.JacksonException if it does not convert
     */
    @SuppressWarnings("unchecked") // read as what the caller asked for
    public <T> @Nullable T named(String name, Class<T> type) {
        return (T) json.convert(args.get(name), json.type(type));
    }
}
