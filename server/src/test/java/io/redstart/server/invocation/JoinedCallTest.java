package io.redstart.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.protocol.Answer;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.WireError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JoinedCallTest {
    private final MessageWriter writer = new MessageWriter(JsonMapper.shared(), 1 << 16);

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }

    @Test
    void givesTheSameResultUnderAnotherId() {
        byte[] message = writer.write(new Answer.Result(7, List.of("a,b", 5, "é")));
        assertThat(text(JoinedCall.withId(message, 9_007_199_254_740_991L)))
                .isEqualTo("[\"ret\",9007199254740991,[\"a,b\",5,\"é\"]]");
    }

    @Test
    void givesTheSameFailureUnderAnotherId() {
        byte[] message = writer.write(new Answer.Failure(123, WireError.of("full", "It is full, sorry")));
        assertThat(text(JoinedCall.withId(message, 4)))
                .isEqualTo("[\"err\",4,{\"code\":\"full\",\"message\":\"It is full, sorry\"}]");
    }
}
