package io.redstart.server.door.sockhop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.redstart.server.door.JsonParts;
import io.redstart.server.door.OnlyTold;
import io.redstart.server.registry.MethodModel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whatever a client says becomes at most one message behind the door, with no more parts than it has. */
class SockhopObjectsFuzz {
    private static final Map<String, Integer> PARTS =
            Map.of("\"call\"", 4, "\"evt\"", 3, "\"txt\"", 2, "\"json\"", 2, "\"ret\"", 3, "\"err\"", 3);

    private static final Deployed NOTHING = new Deployed() {
        @Override
        public @Nullable MethodModel method(String type) {
            return null;
        }

        @Override
        public boolean takesEvent(String type) {
            return false;
        }
    };

    /** What is behind the door. */
    private static final class Behind extends OnlyTold {
        private int heard;
        private boolean requested;

        @Override
        public void text(byte[] bytes, int from, int length) {
            heard++;
            String message = new String(bytes, from, length, UTF_8);
            assertThat(message).doesNotContain("\n");
            if (message.equals("0")) {
                return; // a mistake
            }
            JsonParts parts = new JsonParts();
            if (parts.of(bytes, from, length)) {
                int meta = requested ? 1 : 0;
                assertThat(parts.count() - meta).isEqualTo(PARTS.get(parts.json(0)));
            }
        }

        @Override
        public void binary(byte[] bytes, int from, int length) {
            heard++;
            assertThat(bytes[from]).isEqualTo((byte) 0xFF);
            assertThat(bytes[from + 1]).isEqualTo((byte) 0xFF);
        }
    }

    /** The line, as far as it matters. */
    private record Line(Behind behind) implements ObjectsUp.Line {
        @Override
        public long asks(Asked call) {
            behind.requested = call.request();
            return 1;
        }

        @Override
        public void pong(byte[] id, byte[] created) {
            JsonParts answer = new JsonParts();
            byte[] both = Json.joined(Json.bytes("["), id, Json.bytes(","), created, Json.bytes("]"));
            assertThat(answer.of(both, 0, both.length)).isTrue();
            assertThat(answer.count()).isEqualTo(2);
        }

        @Override
        public void ponged(byte[] id) {
            assertThat(Ids.ping(id)).isGreaterThanOrEqualTo(-1);
        }

        @Override
        public void handshake(byte[] id) {
            assertThat(id.length).isLessThanOrEqualTo(256);
        }

        @Override
        public void mayBeBinary(boolean allowed) {
            behind.heard++;
        }

        @Override
        public boolean hearsBinary() {
            return true;
        }
    }

    @FuzzTest(maxDuration = "1m")
    void makesAtMostOneMessageOfALine(byte[] line) {
        Behind behind = new Behind();
        up(behind).typed(line, 0, line.length);
        assertThat(behind.heard).isLessThanOrEqualTo(1);
    }

    @FuzzTest(maxDuration = "1m")
    void makesAtMostOneMessageOfPlainJson(byte[] line) {
        Behind behind = new Behind();
        up(behind).plain(line, 0, line.length, true);
        up(behind).plain(line, 0, line.length, false);
        assertThat(behind.heard).isLessThanOrEqualTo(2);
    }

    @FuzzTest(maxDuration = "1m")
    void makesAtMostOneMessageOfAFrame(byte[] frame) {
        Behind behind = new Behind();
        int what = frame.length == 0 ? 0 : frame[0];
        up(behind).frame(what, frame, Math.min(1, frame.length), Math.max(0, frame.length - 1));
        assertThat(behind.heard).isLessThanOrEqualTo(1);
    }

    private static ObjectsUp up(Behind behind) {
        return new ObjectsUp(new Line(behind), new Speaking(behind), NOTHING);
    }
}
