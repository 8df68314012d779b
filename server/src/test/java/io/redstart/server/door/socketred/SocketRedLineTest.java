package io.redstart.server.door.socketred;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.server.door.HeardBehind;
import io.redstart.server.transport.FrameCodec;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client on one side, redstart.v1 on the other: what each says, and what becomes of it. Quotes are single here. */
class SocketRedLineTest {
    private final HeardBehind behind = new HeardBehind();
    private final SocketRedLine line = new SocketRedLine(behind);
    private final Deque<String> told = new ArrayDeque<>();

    private void client(String says, @Nullable String becomes) {
        byte[] bytes = says.replace('\'', '"').getBytes(UTF_8);
        line.text(bytes, 0, bytes.length);
        assertThat(behind.heard.poll()).isEqualTo(becomes);
    }

    private void server(String says, String... becomes) {
        serverExactly(says.replace('\'', '"'), becomes);
    }

    private void serverExactly(String says, String... becomes) {
        byte[] bytes = says.getBytes(UTF_8);
        line.encode(false, bytes, 0, bytes.length, new FrameCodec.Frames() {
            @Override
            public void text(byte[] frame) {
                told.add(new String(frame, UTF_8).replace('"', '\''));
            }

            @Override
            public void binary(byte[] frame) {
                told.add("binary");
            }

            @Override
            public void ping() {
                told.add("ping");
            }
        });
        assertThat(told).containsExactly(becomes);
        told.clear();
    }

    @Test
    void callsAMethod() {
        client("[1,'clap',[1]]", "['call',1,'clap',[1]]");
        server("['ret',1,'Clap Clap Clap with 1']", "[1,true,'Clap Clap Clap with 1']");
    }

    @Test
    void givesEachAnswerTheIdItsClientKnows() {
        client("[12,'clap',[5]]", "['call',1,'clap',[5]]");
        client("[3,'clap',[1]]", "['call',2,'clap',[1]]");
        client("[3,'echo',[[1,null]]]", "['call',3,'echo',[[1,null]]]");
        server("['ret',2,1]\n['ret',1,null]", "[3,true,1]", "[12,true,null]");
        server("['ret',3,[1,null]]", "[3,true,[1,null]]");
        server("['ret',3,1]");
    }

    @Test
    void wantsNoAnswerWithTheIdNull() {
        client("[0,'clap',[1]]", "['cast','clap',[1]]");
    }

    @Test
    void tellsOfAnErrorOnlyItsText() {
        client("[2,'clap',[0]]", "['call',1,'clap',[0]]");
        server(
                "['err',1,{'code':'no_hands','message':'Cannot clap without any hands','data':{'a':1}}]",
                "[2,false,'Cannot clap without any hands']");
        client("[9,'find',[]]", "['call',2,'find',[]]");
        server("['err',2,{'code':'not_found','message':'There is no todo 7'}]", "[9,false,'There is no todo 7']");
    }

    @Test
    void saysOfAnUnknownMethodWhatWasAlwaysSaid() {
        client("[8,'nosuch',[]]", "['call',1,'nosuch',[]]");
        serverExactly(
                "[\"err\",1,{\"code\":\"not_found\",\"message\":\"There is no method 'nosuch'\"}]",
                "[8,false,'Unknown api 'nosuch'']");
    }

    @Test
    void dispatchesActionsAndTellsEvents() {
        server(
                "['act',1,null,{'type':'ACTION_TYPE','payload':[1]},{'c':1,'u':'joe'}]",
                "[0,{'type':'ACTION_TYPE','payload':[1]}]");
        server("['evt',2,null,'hi','A new session has started']", "[-1,'hi','A new session has started']");
        server("['evt',0,'room:1','hi',null,{'o':4}]", "[-1,'hi',null]");
        server("['act',3,null,{'type':'a'}]\n['ret',7,1]", "[0,{'type':'a'}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1.5,'a',[]]|1.5",
                "['7','a',[]]|'7'",
                "[9007199254740993,'a',[]]|9007199254740993",
                "[1e3,'a',[]]|1e3"
            })
    void takesWhateverIdIsAboveNull(String says, String id) {
        client(says, "['call',1,'a',[]]");
        server("['ret',1,true]", "[" + id + ",true,true]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[24,'a']|'a',[]",
                "[24,'a',null]|'a',[]",
                "[24,'a',5]|'a',5",
                "[24,'a',{'length':1}]|'a',{'length':1}",
                "[24]|'undefined',[]",
                "[24,['a']]|'undefined',[]",
                "[24,'a',[1],'more']|'a',[1]"
            })
    void takesCallsThatAreNotWhole(String says, String becomes) {
        client(says, "['call',1," + becomes + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "7",
                "{}",
                "[]",
                "[-1,'a',[]]",
                "[null,'a']",
                "['','a']",
                "['x','a']",
                "[true,'a']",
                "[[1],'a']",
                "[1",
                "[01e,'a']",
                "[NaN,'a']"
            })
    void passesOverWhatIsNothing(String says) {
        client(says, null);
    }

    @Test
    void keepsAMessageInOneLine() {
        client("[1,\n 'a',\r\n [1,\n2]]", "['call',1,'a',[1, 2]]");
        client("[1,'a',[1]],['x']", null);
        client("[1,'a',[1}]", "['call',2,'a',[1}]"); // which is refused where it is read
    }

    @Test
    void takesBytesForText() {
        byte[] bytes = "[1,\"a\",[]]".getBytes(UTF_8);
        line.binary(bytes, 0, bytes.length);
        assertThat(behind.heard).containsExactly("['call',1,'a',[]]");
    }

    @Test
    void answersPingsWhenItsPeerDoes() {
        server("['evt',1,null,'a',1]\n['ping',1]", "[-1,'a',1]", "ping");
        assertThat(behind.heard).isEmpty();
        line.linePonged();
        assertThat(behind.heard).containsExactly("['pong',1]");
    }

    @Test
    void acknowledgesNowAndThen() {
        for (int seq = 1; seq <= 64; seq++) {
            server("['evt'," + seq + ",null,'a',1]", "[-1,'a',1]");
        }
        client("[1,'a',[]]", "['ack',64]");
        assertThat(behind.heard).containsExactly("['call',1,'a',[]]");
    }

    @Test
    void refusesToBeAsked() {
        server("['ask',1,'confirm',['Really?']]");
        client("[1,'a',[]]", "['err',1,{'code':'not_found','message':'A socket.red client answers nothing'}]");
    }

    @Test
    void hasNoWordForTheRest() {
        server("['welcome',{'sid':'x'}]");
        server("['api','77c1']\n['auth',1000]\n['bye',{'code':4001}]\n['can',{}]\n['packets',{}]");
        server("['state',1,'room:1',['e',4],{}]");
        client("[1,'a',[]]", "['call',1,'a',[]]");
        server("['end',1]", "[1,false,'The method answers with a stream']");
    }

    @Test
    void endsItsSessionWithTheLine() {
        line.closed(1006, "");
        assertThat(behind.heard).containsExactly("closed 1000");
    }
}
