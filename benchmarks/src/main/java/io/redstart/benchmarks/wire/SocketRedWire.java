package io.redstart.benchmarks.wire;

/** socket.red: {@code [id,name,args]}, answered by {@code [id,true,result]}; actions are {@code [0,action]}. */
public final class SocketRedWire implements Wire {
    private final String path;

    /**
     * Talks to its server, or to a door.
     *
     * @param path where it is
     */
    public SocketRedWire(String path) {
        this.path = path;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void greet(Line line) {
        // the session begins with the line
    }

    @Override
    public Template call(Line line, int size) {
        return call("echo", size);
    }

    @Override
    public Template publish(Line line, int size) {
        return call("publish", size);
    }

    private static Template call(String name, int size) {
        return Template.text("[" + Frames.FIRST_ID + ",\"" + name + "\",[\"" + Scan.text(size) + "\"]]");
    }

    @Override
    public void hear(Line line, byte[] bytes, int from, int length, Heard heard) {
        if (bytes[from + 1] == '0' || bytes[from + 1] == '-') {
            heard.pushed(line);
        } else if (length > 14 && bytes[from + 12] == 't') {
            heard.answered(line, Scan.number(bytes, from + 1));
        } else {
            throw Scan.surprised(bytes, from, length);
        }
    }
}
