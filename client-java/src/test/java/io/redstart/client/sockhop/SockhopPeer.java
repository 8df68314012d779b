package io.redstart.client.sockhop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server of which a test says each word. Quotes are single here. */
final class SockhopPeer implements AutoCloseable {
    private final ServerSocket listening;

    SockhopPeer() throws IOException {
        this(0);
    }

    SockhopPeer(int port) throws IOException {
        listening = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
    }

    SockhopPeer(ServerSocket listening) {
        this.listening = listening;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The next line that is opened. */
    Line accepts() throws IOException {
        return new Line(listening.accept());
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    /** The server's end of a line. */
    static final class Line implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Line(Socket socket) throws IOException {
            this.socket = socket;
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        Line says(String line) throws IOException {
            return sends(line.replace('\'', '"') + "\n");
        }

        Line sends(String text) throws IOException {
            out.write(text.getBytes(UTF_8));
            out.flush();
            return this;
        }

        JsonNode hears() throws IOException {
            return JsonMapper.shared().readTree(hearsLine());
        }

        String hearsLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                assertThat(next).as("the line goes on").isNotNegative();
                line.write(next);
            }
            return line.toString(UTF_8);
        }

        void hears(String json) throws IOException {
            assertThat(hears()).isEqualTo(JsonMapper.shared().readTree(json.replace('\'', '"')));
        }

        boolean isOver() throws IOException {
            try {
                return in.read() < 0;
            } catch (java.net.SocketException cut) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
