package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong in a channel is told with a code, and nothing has changed. */
class ChannelMistakesTest {
    @RegisterExtension
    final TestServerExtension few = TestServerExtension.of(TestServer.builder().channels(Rules.few()));

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ä", "a\\n", "a\\u0000", "room\\u0301", "room\\uff11", "%61", "*", "room:*"})
    void refusesNamesOfAnotherForm(String name) {
        try (TestServer server = TestServer.builder().channels(Rules.few()).start()) {
            TestClient client = server.client(new User("ann"));
            int id = 0;
            for (String what : new String[] {
                "['join',%d,'%s',{}]",
                "['leave',%d,'%s']",
                "['act',%d,'%s',{'type':'a'}]",
                "['pub',%d,'%s','a',1]",
                "['set',%d,'%s',1]",
                "['get',%d,'%s']",
                "['who',%d,'%s']"
            }) {
                id++;
                client.says(what.formatted(id, name)).hears("['err'," + id + ",{'code':'invalid','*':'*'}]");
            }
            assertThat(server.channelCount()).isZero();
            client.hearsNothing();
        }
    }

    @Test
    void refusesNamesThatAreTooLong(TestServer server, TestClient client) {
        client.says("['join',1,'" + "r".repeat(256) + "',{}]");
        client.hears("['err',1,{'code':'invalid','message':'channel: 256 characters (expected: 1 to 255)'}]");
        client.says("['join',2,'" + "r".repeat(257) + "',{}]").hears("['err',2,{'code':'bad_message','*':'*'}]");
        assertThat(server.channelCount()).isZero();
    }

    @Test
    void refusesASecondNameThatDiffersOnlyInCase(TestServer server, TestClient client) {
        client.says("['set',1,'room:a',1]").hears("['ret',1,null]");
        client.says("['join',2,'Room:A',{}]").hears("['err',2,{'code':'conflict','*':'*'}]");
        client.says("['set',3,'ROOM:a',2]").hears("['err',3,{'code':'conflict','*':'*'}]");
        client.says("['pub',4,'rooM:a','hi',2]").hears("['err',4,{'code':'conflict','*':'*'}]");
        client.says("['get',5,'ROOM:A']").hears("['err',5,{'code':'conflict','*':'*'}]");
        client.says("['who',6,'ROOM:A']").hears("['err',6,{'code':'conflict','*':'*'}]");
        client.says("['leave',7,'ROOM:A']").hears("['err',7,{'code':'conflict','*':'*'}]");
        client.says("['get',8,'room:a']").hears("['ret',8,1]");
        client.says("['set',9,'room:a',null]").hears("['ret',9,null]");
        server.passes(Duration.ofMinutes(6));
        client.says("['set',10,'ROOM:a',2]").hears("['ret',10,null]");
    }

    @Test
    void refusesATtlBelowZero(TestServer server, TestClient client) {
        client.says("['set',1,'room:a',1,{'ttl':-1}]");
        client.hears("['err',1,{'code':'invalid','message':'ttl: -1 (expected: 0 or more)'}]");
        client.says("['get',2,'room:a']").hears("['ret',2,null]");
        client.says("['set',3,'room:a',1,{'ttl':9007199254740991}]").hears("['ret',3,null]");
        client.says("['set',4,'room:a',1,{'ttl':1.5}]").hears("['err',4,{'code':'bad_message','*':'*'}]");
        client.says("['get',5,'room:a']").hears("['ret',5,1]");
        assertThat(server.protocolErrors()).isEqualTo(1);
    }

    @Test
    void refusesAStateThatIsTooLarge(TestServer server, TestClient client) {
        client.says("['set',1,'room:a',7]").hears("['ret',1,null]");
        client.says("['set',2,'room:a','" + "x".repeat(19) + "']");
        client.hears("['err',2,{'code':'too_large','message':'state: 21 bytes (expected: at most 20)'}]");
        client.says("['get',3,'room:a']").hears("['ret',3,7]");
        assertThat(server.limitHits("channel-state")).isEqualTo(1);
    }

    @Test
    void refusesStatesBeyondWhatAllMayTake(TestServer server, TestClient client) {
        String twenty = "x".repeat(18);
        client.says("['set',1,'room:a','" + twenty + "']").hears("['ret',1,null]");
        client.says("['set',2,'room:b','" + twenty + "']").hears("['ret',2,null]");
        client.says("['set',3,'room:c',1]").hears("['err',3,{'code':'overloaded','*':'*'}]");
        assertThat(server.limitHits("channel-state")).isEqualTo(1);
        client.says("['set',4,'room:a',null]").hears("['ret',4,null]");
        client.says("['set',5,'room:c',1]").hears("['ret',5,null]");
    }

    @Test
    void refusesStatesOfMoreUsers(TestServer server) {
        TestClient ann = server.client(new User("ann"));
        TestClient joe = server.client(new User("joe"));
        ann.says("['set',1,'room:a',1,{'user':'ann'}]").hears("['ret',1,null]");
        joe.says("['set',1,'room:a',1,{'user':'joe'}]").hears("['err',1,{'code':'overloaded','*':'*'}]");
        ann.says("['set',2,'room:a',2,{'user':'ann'}]").hears("['ret',2,null]");
        assertThat(server.limitHits("channel-state")).isEqualTo(1);
    }

    @Test
    void refusesToBeInMoreChannels(TestServer server, TestClient client) {
        for (int i = 1; i <= 2; i++) {
            client.says("['join'," + i + ",'room:" + i + "',{}]");
            client.hears("['state','*','room:" + i + "','*',null]");
            client.hears("['ret'," + i + ",null]");
        }
        client.says("['join',3,'room:3',{}]").hears("['err',3,{'code':'rate_limited','*':'*'}]");
        assertThat(server.limitHits("channels-joined")).isEqualTo(1);
        client.says("['leave',4,'room:1']").hears("['ret',4,null]");
        client.says("['join',5,'room:3',{}]");
        client.hears("['state','*','room:3','*',null]");
        client.hears("['ret',5,null]");
    }

    @Test
    void refusesMoreChannels(TestServer server, TestClient client) {
        for (int i = 1; i <= 3; i++) {
            client.says("['set'," + i + ",'room:" + i + "',1]").hears("['ret'," + i + ",null]");
        }
        client.says("['set',4,'room:4',1]").hears("['err',4,{'code':'overloaded','*':'*'}]");
        client.says("['join',5,'room:4',{}]").hears("['err',5,{'code':'overloaded','*':'*'}]");
        client.says("['get',6,'room:4']").hears("['ret',6,null]");
        assertThat(server.limitHits("channels")).isEqualTo(2);
        assertThat(server.channelCount()).isEqualTo(3);
    }

    @Test
    void refusesAnActionWithoutAType(TestClient client) {
        client.says("['act',1,'room:a',{'payload':1}]").hears("['err',1,{'code':'invalid','*':'*'}]");
        client.says("['act',2,'room:a',7]").hears("['err',2,{'code':'invalid','*':'*'}]");
    }

    @Test
    void refusesAUserOutsideOfAChannel(TestClient client) {
        client.says("['act',1,null,{'type':'a'},{'user':'ann'}]");
        client.hears("['err',1,{'code':'invalid','*':'*'}]");
    }

    @Test
    void takesAnIdOnce(TestServer server, TestClient client) {
        client.says("['set',5,'room:a',1]").hears("['ret',5,null]");
        client.says("['set',5,'room:a',2]").hears("['ret',5,null]");
        client.says("['get',6,'room:a']").hears("['ret',6,1]");
    }
}
