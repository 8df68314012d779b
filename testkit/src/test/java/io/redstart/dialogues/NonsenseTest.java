package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

class NonsenseTest {
    @RegisterExtension
    final TestServerExtension echoing = TestServerExtension.of(Echo.class);

    @JsonDeserialize(using = BrittleReader.class)
    public record Brittle(String text) {}

    public record Item(String name) {}

    public static class BrittleReader extends ValueDeserializer<Brittle> {
        @Override
        public Brittle deserialize(JsonParser json, DeserializationContext context) {
            throw new IllegalStateException("a secret of ours");
        }
    }

    @Api
    public static class Echo {
        @Call
        public Object echo(Object value) {
            return value;
        }

        @Call
        public String item(Item item) {
            return item.name();
        }

        @Call
        public String brittle(Brittle brittle) {
            return brittle.text();
        }
    }

    private static void goesOn(TestClient client) {
        client.says("['call',99,'echo',['on']]").hears("['ret',99,'on']");
    }

    private static String deep(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    static Stream<String> withoutId() {
        return Stream.of(
                "garbage",
                "\u0000",
                "{}",
                "7",
                "null",
                "[]",
                "[1]",
                "[null,1]",
                "[\"call\"]",
                "[\"call\",\"x\",\"echo\",[1]]",
                "[\"call\",0,\"echo\",[1]]",
                "[\"call\",-1,\"echo\",[1]]",
                "[\"call\",1.5,\"echo\",[1]]",
                "[\"call\",9007199254740992,\"echo\",[1]]",
                "[\"call\",1234567890123456789012345678901234567890123456789012345678901234567890,\"echo\",[1]]",
                "[\"unknown\"]",
                "[\"unknown\",\"x\"]",
                "[\"cast\",\"echo\"]",
                "[\"cast\",\"echo\",7]",
                "[\"ack\"]",
                "[\"ack\",\"1\"]",
                "[\"pong\",-1]",
                "[\"evt\"]",
                "[\"evt\",\"\",1]",
                "[\"evt\",\"x\"]",
                "[\"hello\",{\"v\":\"1\"}]",
                // an answer's id is not one of the client's own
                "[\"ret\",7]",
                "[\"err\",7,{}]",
                "[\"welcome\",{}]",
                "[\"evt\",\"x\"," + deep(64) + "]");
    }

    static Stream<String> withId() {
        return Stream.of(
                "[\"ping\",7]",
                "[\"call\",7",
                "[\"call\",7]",
                "[\"call\",7,\"echo\"]",
                "[\"call\",7,\"echo\",1]",
                "[\"call\",7,\"\",[]]",
                "[\"call\",7,\"" + "x".repeat(257) + "\",[]]",
                "[\"call\",7,\"echo\",[1",
                "[\"call\",7,\"echo\",[1]",
                "[\"call\",7,\"echo\",[nul]]",
                "[\"call\",7,\"echo\",[1]]]",
                "[\"call\",7,\"echo\",[1]] 8",
                "[\"call\",7,\"echo\",[1]][\"call\",8,\"echo\",[1]]",
                "[\"call\",7,\"echo\",[{\"a\":nul}]]",
                "[\"call\",7,\"item\",[{\"name\":nul}]]",
                "[\"call\",7,\"item\",[{\"name\":" + "9".repeat(65) + "}]]",
                "[\"call\",7,\"item\",[{\"newer\":" + deep(63) + "}]]",
                "[\"call\",7,\"echo\",[1],7]",
                "[\"call\",7,\"echo\",[1],{\"ttl\":\"x\"}]",
                "[\"call\",7,\"echo\",[1],{\"n\":-1}]",
                "[\"call\",7,\"echo\",[" + "9".repeat(65) + "]]",
                "[\"call\",7,\"echo\",[{\"" + "k".repeat(257) + "\":1}]]",
                "[\"call\",7,\"echo\",[" + deep(63) + "]]",
                "[\"call\",7,\"nothing\",[" + deep(63) + "]]",
                "[\"act\",7]",
                "[\"act\",7,null]",
                "[\"act\",7,null," + deep(64) + "]",
                "[\"join\",7]",
                "[\"join\",7,\"room\",7]",
                "[\"auth\",7]",
                "[\"auth\",7,null]",
                "[\"more\",7]",
                "[\"more\",7,0]",
                "[\"unknown\",7,{\"a\":[1]}]");
    }

    @ParameterizedTest
    @MethodSource("withoutId")
    void countsWhatIsNoMessage(String frame, TestServer server, TestClient client) {
        client.saysExactly(frame).hearsNothing();
        assertThat(server.protocolErrors()).isEqualTo(1);
        goesOn(client);
    }

    @ParameterizedTest
    @MethodSource("withId")
    void answersWhatIsNoMessageIfItHasAnId(String frame, TestServer server, TestClient client) {
        client.saysExactly(frame).hears("['err',7,{'code':'bad_message','message':'*'}]");
        client.hearsNothing();
        assertThat(server.protocolErrors()).isEqualTo(1);
        goesOn(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"call\",7,\"echo\",[1],{\"later\":[1]},\"newer\",{}]",
                " [ \"call\" , 7 , \"echo\" , [ 1 ] ] ",
                "[\"call\",7,\"echo\",[1]]\r",
                "\n\n[\"call\",7,\"echo\",[1]]\n\n",
                "[\"c\\u0061ll\",7,\"echo\",[1]]"
            })
    void takesWhatIsOnlyUnusual(String frame, TestServer server, TestClient client) {
        client.saysExactly(frame).hears("['ret',7,1]");
        assertThat(server.protocolErrors()).isZero();
    }

    @Test
    void takesWhatIsAsDeepAsAllowed(TestClient client) {
        client.saysExactly("[\"call\",1,\"echo\",[" + deep(62) + "]]");
        client.hears("['ret',1," + deep(62) + "]");
    }

    @Test
    void survivesAnArgumentWhoseReaderBreaks(TestServer server, TestClient client) {
        client.says("['call',1,'brittle',[{'text':['x']}]]");
        client.hears("['err',1,{'code':'invalid','message':'*','fields':[{'path':'brittle','message':'*'}]}]");
        assertThat(server.protocolErrors()).isZero();
        goesOn(client);
    }

    @Test
    void survivesBytesThatAreNoText(TestServer server, TestClient client) {
        client.saysBytes(new byte[] {(byte) 0xff, (byte) 0xfe, 0x00}).hearsNothing();
        byte[] call = "[\"call\",7,\"echo\",[\"?\"]]".getBytes(StandardCharsets.UTF_8);
        call[18] = (byte) 0xc3;
        client.saysBytes(call).hears("['err',7,{'code':'bad_message','message':'*'}]");
        assertThat(server.protocolErrors()).isEqualTo(2);
        goesOn(client);
    }

    @Test
    void goesOnWithTheNextMessageOfAFrame(TestServer server, TestClient client) {
        client.says("['call',1,'echo',[1]]", "nonsense", "", "['call',2,'echo',[2]]");
        client.hears("['ret',1,1]");
        client.hears("['ret',2,2]");
        assertThat(server.protocolErrors()).isEqualTo(1);
    }

    @Test
    void countsABinaryFrame(TestServer server, TestClient client) {
        client.saysBinary(new byte[] {1, 2, 3}).hearsNothing();
        assertThat(server.protocolErrors()).isEqualTo(1);
        goesOn(client);
    }

    @Test
    void closesAfterTooManyMistakes(TestServer server, TestClient client) {
        client.saysExactly("1").saysBinary(new byte[0]).says("['unknown']").hearsNothing();
        client.saysExactly("4");
        client.hears("['bye',{'code':4509,'reason':'*','retry':false}]");
        client.closedWith(4509);
        assertThat(server.protocolErrors()).isEqualTo(4);
        client.says("['call',1,'echo',[1]]").hearsNothing();
    }

    @Test
    void saysNothingOfOurClasses(TestClient client) {
        client.saysExactly("[\"call\",7,\"echo\",[nul]]");
        String heard = client.hears("['err',7,'*']").toString();
        assertThat(heard)
                .doesNotContain("tools.jackson")
                .doesNotContain("Exception")
                .doesNotContain("Source");
    }

    @Test
    void survivesAnyBytes(TestServer server) {
        Random random = new Random(42);
        byte[] model = "[\"call\",7,\"echo\",[{\"a\":[1,true,null]}],{\"ttl\":1000}]".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 500; round++) {
            byte[] frame = model.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            TestClient client = server.client();
            client.saysBytes(frame);
            assertThat(client.calls("echo", "on").asString()).isEqualTo("on");
            client.closes();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"call\",4,\"echo\",[1,",
                "[\"call\",4,\"echo\",[nonsense]]",
                "[\"call\",4,\"echo\",[\"\\x\"]]",
                "[\"call\",4,\"echo\",[1}]",
                "[\"call\",4,\"echo\",[01]]",
                "[\"act\",4,null,{\"type\":}]"
            })
    void saysWhereItIsNoJsonAndNothingOfItsParser(String message, TestClient client) {
        String told = client.saysExactly(message)
                .hears("['err',4,{'code':'bad_message','message':'*'}]")
                .get(2)
                .get("message")
                .stringValue();
        assertThat(told).matches("not JSON, at byte [0-9]+");
    }

    @Test
    void saysThatItGoesBeyondTheBoundsOfJsonAndNothingOfItsParser(TestClient client) {
        String deep = "[\"call\",4,\"echo\",[" + "[".repeat(70) + "]".repeat(70) + "]]";
        client.saysExactly(deep)
                .hears("['err',4,{'code':'bad_message','message':'not JSON within the bounds of depth, texts, names and"
                        + " numbers'}]");
        client.saysExactly("[\"act\",5,null,{\"type\":\"a\",\"payload\":[-1e999]}]")
                .hears("['err',5,{'code':'bad_message','message':'not JSON within the bounds of depth, texts, names and"
                        + " numbers'}]");
    }
}
