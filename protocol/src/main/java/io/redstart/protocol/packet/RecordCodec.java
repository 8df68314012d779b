package io.redstart.protocol.packet;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Packets as records. What is to be done for each field is joined once into one method handle for writing and one for
 * reading, so that no value is boxed on its way.
 */
public final class RecordCodec implements PacketCodec {
    private static final MethodType WRITE = MethodType.methodType(void.class, PacketWriter.class, Object.class);
    private static final MethodType READ = MethodType.methodType(Object.class, PacketReader.class);

    private final Class<?> type;
    private final PacketSchema schema;
    private final MethodHandle write;
    private final MethodHandle read;

    /**
     * A codec.
     *
     * @param type a public record, whose components stand for the fields in the same order
     * @param schema what it writes and reads
     * @param json for fields of JSON
     * @throws IllegalArgumentException if the record's components do not fit the schema, or it cannot be reached
     */
    public RecordCodec(Class<?> type, PacketSchema schema, JsonMapper json) {
        this.type = type;
        this.schema = schema;
        RecordComponent[] components = type.getRecordComponents();
        if (components == null || components.length != schema.fields().size()) {
            throw new IllegalArgumentException(type.getName() + " (expected: a record with the "
                    + schema.fields().size() + " fields of " + schema.name() + ")");
        }
        try {
            RecordField[] fields = IntStream.range(0, components.length)
                    .mapToObj(i -> new RecordField(
                            schema.fields().get(i), components[i].getType(), components[i].getGenericType(), json))
                    .toArray(RecordField[]::new);
            this.write = writing(type, components, fields);
            this.read = reading(type, components, fields);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalArgumentException(type.getName() + ": cannot be reached (expected: public)", hidden);
        }
    }

    private static MethodHandle writing(Class<?> type, RecordComponent[] components, RecordField[] fields)
            throws ReflectiveOperationException {
        MethodType shape = MethodType.methodType(void.class, PacketWriter.class, type);
        MethodHandle all = MethodHandles.empty(shape);
        for (int i = 0; i < fields.length; i++) {
            MethodHandle value = MethodHandles.publicLookup().unreflect(components[i].getAccessor());
            MethodHandle each = MethodHandles.filterArguments(fields[i].writer(), 1, fields[i].widened(value));
            // what is joined last runs first: the last field
            all = MethodHandles.foldArguments(all, each.asType(shape));
        }
        return all.asType(WRITE);
    }

    private static MethodHandle reading(Class<?> type, RecordComponent[] components, RecordField[] fields)
            throws ReflectiveOperationException {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> canonical = type.getDeclaredConstructor(types);
        MethodHandle made = MethodHandles.publicLookup().unreflectConstructor(canonical);
        int count = types.length;
        MethodHandle all = MethodHandles.dropArguments(made, count, PacketReader.class);
        // the constructor's arguments in the order of the wire, and the reader behind them
        Class<?>[] turned = new Class<?>[count + 1];
        int[] order = new int[count + 1];
        for (int i = 0; i < count; i++) {
            turned[count - 1 - i] = types[i];
            order[i] = count - 1 - i;
        }
        turned[count] = PacketReader.class;
        order[count] = count;
        all = MethodHandles.permuteArguments(all, MethodType.methodType(type, turned), order);
        for (int i = 0; i < count; i++) {
            // what is joined last runs first: the last field
            MethodHandle value = fields[i].reader();
            all = MethodHandles.foldArguments(
                    all,
                    count - 1 - i,
                    MethodHandles.explicitCastArguments(value, value.type().changeReturnType(types[i])));
        }
        return all.asType(READ);
    }

    @Override
    public PacketSchema schema() {
        return schema;
    }

    @Override
    public void write(PacketWriter writer, Object packet) {
        if (!type.isInstance(packet)) {
            throw new PacketException(
                    schema.name() + ": " + packet.getClass().getName() + " (expected: " + type.getName() + ")");
        }
        try {
            write.invokeExact(writer, packet);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable checked) {
            throw new IllegalStateException(type.getName() + " threw " + checked, checked);
        }
    }

    @Override
    public Object read(PacketReader reader) {
        try {
            return (Object) read.invokeExact(reader);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable checked) {
            throw new IllegalStateException(type.getName() + " threw " + checked, checked);
        }
    }
}
