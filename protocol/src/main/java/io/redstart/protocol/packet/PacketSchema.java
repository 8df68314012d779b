package io.redstart.protocol.packet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a packet is laid out. On the wire its last field comes first.
 *
 * <pre>{@code
 * PacketSchema.of("hero", List.of("name:str32", "level:int8", "x:uint16"))
 * }</pre>
 *
 * @param name what it is called: letters, digits, {@code _}, {@code .}, {@code /}, {@code :} and {@code -}, at most 128
 *     characters
 * @param fields its fields, at most 128; none for a packet that says all by its name
 */
public record PacketSchema(String name, List<PacketField> fields) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./:-]{1,128}");
    private static final int MOST = 128;

    /**
     * Checks the name and the fields.
     *
     * @param name what it is called
     * @param fields its fields
     * @throws IllegalArgumentException if the name has another form, or there are too many fields or two of one name
     */
    public PacketSchema {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "packet: '" + name + "' (expected: letters, digits and _ . / : -, at most 128 characters)");
        }
        if (fields.size() > MOST) {
            throw new IllegalArgumentException(
                    name + ": " + fields.size() + " fields (expected: at most " + MOST + ")");
        }
        Set<String> names = new HashSet<>();
        for (PacketField field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException(name + "." + field.name() + ": twice (expected: once)");
            }
        }
        fields = List.copyOf(fields);
    }

    /**
     * Reads a schema as tables have it.
     *
     * @param name what it is called
     * @param fields its fields, as {@link PacketField#of} reads them
     * @return the schema
     * @throws IllegalArgumentException if something of it has another form
     */
    public static PacketSchema of(String name, List<String> fields) {
        return new PacketSchema(name, fields.stream().map(PacketField::of).toList());
    }

    /**
     * How many bytes it takes at least, without its id.
     *
     * @return 0 or more
     */
    public int minSize() {
        return fields.stream().mapToInt(field -> field.type().size()).sum();
    }
}
