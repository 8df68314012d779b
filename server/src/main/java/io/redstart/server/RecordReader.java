package io.redstart.server;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record, with the records in it, from what was given. The records' own constructors check the values; what
 * they say of one component is told with the setting's key and origin, and the others are still looked at.
 */
final class RecordReader {
    private static final Pattern OF_COMPONENT =
            Pattern.compile("(\\w+): .*?(?: \\(expected: (.*)\\))?", Pattern.DOTALL);

    private final Map<String, GivenSetting> given = new LinkedHashMap<>();
    /** All in the order they were given in, also those without a value: lists and records that have nothing in them. */
    private final List<GivenSetting> inOrder;

    private final Set<String> known = new HashSet<>();
    private final List<EffectiveSetting> effective = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();

    RecordReader(Map<String, GivenSetting> given) {
        inOrder = List.copyOf(given.values());
        given.forEach((key, setting) -> {
            if (!setting.bare()) {
                this.given.put(key, setting);
            }
        });
    }

    List<String> mistakes() {
        return mistakes;
    }

    /** Each setting there is, in the order of the records. */
    List<EffectiveSetting> effective() {
        return effective;
    }

    /** Whether the record has a place for a key. */
    boolean knows(String key) {
        return known.contains(key);
    }

    /**
     * Makes a record.
     *
     * @param type the record's class
     * @param defaults where values that were not given are taken from; null means null and zero
     * @param path what stands before the components' names, empty or ending in a dot
     * @return the record; null if that was a mistake
     */
    @Nullable
    Object read(Class<?> type, @Nullable Object defaults, String path) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(components[i], path, value(components[i], defaults));
        }
        return construct(type, defaults, path, values);
    }

    private @Nullable Object component(RecordComponent component, String path, @Nullable Object otherwise) {
        String key = path + SettingNames.kebab(component.getName());
        if (component.getType().isRecord()) {
            boolean any = otherwise != null || given.keySet().stream().anyMatch(each -> each.startsWith(key + "."));
            return any ? read(component.getType(), otherwise, key + ".") : null;
        } else if (component.getType() == Map.class) {
            Type of = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[1];
            return of instanceof Class<?> type && type.isRecord() ? records(type, key + ".") : map(of, key + ".");
        }
        known.add(key);
        GivenSetting setting = given.get(key);
        effective.add(EffectiveSetting.of(key, setting, SettingText.write(otherwise)));
        // what may be left out is left out if it is given without a value
        if (setting == null || (otherwise == null && setting.text().isEmpty())) {
            return otherwise;
        }
        Object read = read(component.getGenericType(), setting);
        return read == null ? otherwise : read;
    }

    private Map<String, Object> map(Type valueType, String path) {
        Map<String, Object> values = new LinkedHashMap<>();
        boolean lists = valueType instanceof ParameterizedType;
        for (GivenSetting setting : inOrder) {
            if (setting.key().startsWith(path) && (lists || !setting.bare())) {
                known.add(setting.key());
                effective.add(EffectiveSetting.of(setting.key(), setting, ""));
                Object value = read(valueType, setting);
                if (value != null) {
                    values.put(setting.key().substring(path.length()), value);
                }
            }
        }
        return values;
    }

    /** Records by name. A name may hold dots, so the end of a key says which setting of the record it is. */
    private Map<String, Object> records(Class<?> type, String path) {
        Set<String> names = new LinkedHashSet<>();
        for (GivenSetting setting : given.values()) {
            if (setting.key().startsWith(path)) {
                String name = nameBefore(type, setting.key().substring(path.length()));
                if (name == null) {
                    known.add(setting.key());
                    mistakes.add(setting.key() + ": there is no such setting (expected: one that ends in " + ends(type)
                            + "), from " + setting.origin());
                } else {
                    names.add(name);
                }
            }
        }
        for (GivenSetting setting : inOrder) {
            if (setting.bare() && setting.key().startsWith(path)) {
                String rest = setting.key().substring(path.length());
                String name = nameBefore(type, rest + ".");
                name = name == null ? nameBefore(type, rest) : name;
                names.add(name == null ? rest : name);
            }
        }
        Map<String, Object> records = new LinkedHashMap<>();
        for (String name : names) {
            Object record = read(type, defaults(type), path + name + ".");
            if (record != null) {
                records.put(name, record);
            }
        }
        return records;
    }

    /** What stands before the first part of a key that leads into the record; null if none does. */
    private static @Nullable String nameBefore(Class<?> type, String key) {
        for (RecordComponent component : type.getRecordComponents()) {
            String part = "." + SettingNames.kebab(component.getName());
            int at = leadsOn(component)
                    ? key.indexOf(part + ".")
                    : key.endsWith(part) ? key.length() - part.length() : -1;
            if (at > 0) {
                return key.substring(0, at);
            }
        }
        return null;
    }

    private static boolean leadsOn(RecordComponent component) {
        return component.getType().isRecord() || component.getType() == Map.class;
    }

    private static String ends(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(component -> "." + SettingNames.kebab(component.getName()))
                .collect(Collectors.joining(", "));
    }

    private static Object defaults(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " has no defaults", e);
        }
    }

    private @Nullable Object read(Type type, GivenSetting setting) {
        try {
            return SettingText.read(type, setting.text());
        } catch (IllegalArgumentException e) {
            mistake(setting, e.getMessage());
            return null;
        }
    }

    /** Asks the record's constructor until it is content, taking back each value that it does not like. */
    private @Nullable Object construct(
            Class<?> type, @Nullable Object defaults, String path, @Nullable Object[] values) {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = canonical(type, components);
        Set<String> takenBack = new HashSet<>();
        while (true) {
            try {
                return constructor.newInstance(values);
            } catch (InvocationTargetException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                String message = String.valueOf(cause.getMessage());
                Matcher parts = OF_COMPONENT.matcher(message);
                int wrong = parts.matches() ? indexOf(components, parts.group(1)) : -1;
                GivenSetting setting =
                        wrong < 0 ? null : given.get(path + SettingNames.kebab(components[wrong].getName()));
                if (setting == null || !takenBack.add(setting.key())) {
                    mistakes.add(path + message);
                    return defaults;
                }
                mistake(setting, parts.group(2) == null ? message : parts.group(2));
                values[wrong] = value(components[wrong], defaults);
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(type.getName() + " cannot be made: " + e, e);
            }
        }
    }

    private void mistake(GivenSetting setting, @Nullable String expected) {
        mistakes.add(setting.key() + ": " + SettingNames.masked(setting.key(), setting.text()) + " (expected: "
                + expected + "), from " + setting.origin());
    }

    private static int indexOf(RecordComponent[] components, String name) {
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The same record but for one of its components.
     *
     * @param record the record
     * @param part takes the place of the component of its class
     * @return a record of the same class, checked as any other
     */
    static Record replacing(Record record, Record part) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = components[i].getType() == part.getClass() ? part : value(components[i], record);
        }
        try {
            return (Record) canonical(record.getClass(), components).newInstance(values);
        } catch (InvocationTargetException refused) {
            throw refused.getCause() instanceof RuntimeException told ? told : new IllegalStateException(refused);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(record.getClass().getName() + " cannot be made: " + e, e);
        }
    }

    private static Constructor<?> canonical(Class<?> type, RecordComponent[] components) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type.getName() + " is not a record", e);
        }
    }

    private static @Nullable Object value(RecordComponent component, @Nullable Object record) {
        if (record == null) {
            return component.getType().isPrimitive() ? Array.get(Array.newInstance(component.getType(), 1), 0) : null;
        }
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(component + " cannot be read", e);
        }
    }
}
