package io.redstart.api.rules;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code @Packet} says. Among the marks of a class its name and its way stand one a line.
 *
 * @param name the packet's name
 * @param way the name of the constant
 */
public record PacketMark(String name, String way) {
    private static final String TEXT = "java.lang.String";

    /**
     * As it stands among the marks.
     *
     * @param name the packet's name
     * @param way the name of the constant
     * @return both, one a line
     */
    public static String text(String name, String way) {
        return way + "\n" + name;
    }

    /**
     * Finds it among the marks of a class.
     *
     * @param marks of the class
     * @return what it says, or null if the class is not marked so
     */
    public static @Nullable PacketMark of(Map<Mark, String> marks) {
        String text = marks.get(Mark.PACKET);
        if (text == null) {
            return null;
        }
        int end = text.indexOf('\n');
        return new PacketMark(text.substring(end + 1), text.substring(0, Math.max(0, end)));
    }

    /**
     * Whether a method takes all packets there are.
     *
     * @param method any method
     * @return true if it is marked {@code @OnPacket} without a name, and takes the name of a packet and its values
     */
    public static boolean takesAll(MethodShape method) {
        List<ParameterShape> wire = method.wire();
        return "".equals(method.marks().get(Mark.ON_PACKET))
                && wire.size() == 2
                && wire.get(0).type().name().equals(TEXT)
                && isValues(wire.get(1).type());
    }

    /** Whether it is a map of texts and anything. */
    static boolean isValues(TypeShape type) {
        return type.name().equals("java.util.Map")
                && type.arguments().size() == 2
                && type.arguments().get(0).name().equals(TEXT)
                && type.arguments().get(1).name().equals("java.lang.Object");
    }

    static @Nullable String name(Map<Mark, String> marks) {
        PacketMark packet = of(marks);
        return packet == null ? null : packet.name();
    }

    /**
     * Whether clients send it.
     *
     * @return false if the server alone does
     */
    public boolean isUp() {
        return !way.equals("DOWN");
    }

    /**
     * Whether the server sends it.
     *
     * @return false if clients alone do
     */
    public boolean isDown() {
        return !way.equals("UP");
    }
}
