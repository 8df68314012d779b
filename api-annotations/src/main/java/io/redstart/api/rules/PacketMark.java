package io.redstart.api.rules;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code @Packet} says. Among the marks of a class its name and its way stand one a line.
 *
 * @param name the packet's name
 * @param way the name of the constant
 */
public record PacketMark(String name, String way) {
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
