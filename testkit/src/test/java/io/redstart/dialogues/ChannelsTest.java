package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients say in channels, and hear of each other. */
class ChannelsTest {
    @RegisterExtension
    final TestServerExtension open = TestServerExtension.of(TestServer.builder().channels(Rules.rooms()));

    private static TestClient in(TestServer server, String user, String channel) {
        return joins(server.client(new User(user)), channel);
    }

    private static TestClient joins(TestClient client, String channel) {
        client.says("['join',1,'" + channel + "',{}]");
        client.hears("['state','*','" + channel + "','*','*']");
        client.hears("['ret',1,null]");
        return client;
    }

    @Test
    void tellsTheStateAndThenEachPushInOrder(TestServer server, TestClient client) {
        client.says("['set',1,'room:1',{'title':'Tea'}]").hears("['ret',1,null]");
        client.says("['join',2,'room:1',{}]");
        client.hears("['state',1,'room:1',['*',1],{'title':'Tea'}]");
        client.hears("['ret',2,null]");
        TestClient ann = in(server, "ann", "room:1");
        client.hears("['who',2,'room:1','ann',true]");
        ann.says("['act',2,'room:1',{'type':'said','payload':'hi'}]");
        ann.hears("['act',2,'room:1',{'type':'said','payload':'hi'},{'o':2,'c':2,'u':'ann'}]");
        ann.hears("['ret',2,null]");
        client.hears("['act',3,'room:1',{'type':'said','payload':'hi'},{'o':2,'u':'ann'}]");
        ann.says("['pub',3,'room:1','typing',{'in':'list'}]");
        ann.hears("['evt',3,'room:1','typing',{'in':'list'},{'o':3,'c':3,'u':'ann'}]");
        ann.hears("['ret',3,null]");
        client.hears("['evt',4,'room:1','typing',{'in':'list'},{'o':3,'u':'ann'}]");
        ann.says("['set',4,'room:1',7]");
        ann.hears("['state',4,'room:1',['*',4],7]");
        ann.hears("['ret',4,null]");
        client.hears("['state',5,'room:1',['*',4],7]");
    }

    @Test
    void tellsNothingToWhoHasLeft(TestServer server, TestClient client) {
        joins(client, "room:1");
        client.says("['leave',2,'room:1']").hears("['ret',2,null]");
        client.says("['leave',3,'room:1']").hears("['ret',3,null]");
        in(server, "ann", "room:1").says("['pub',2,'room:1','hi',1]");
        client.hearsNothing();
    }

    @Test
    void letsPublishWithoutBeingIn(TestServer server, TestClient client) {
        TestClient ann = in(server, "ann", "room:1");
        client.says("['pub',1,'room:1','hi',null]").hears("['ret',1,null]");
        ann.hears("['evt',2,'room:1','hi',null,{'o':1}]");
    }

    @Test
    void catchesUpInAFreshSession(TestServer server, TestClient client) {
        joins(client, "room:1");
        TestClient ann = in(server, "ann", "room:1");
        client.hears("['who','*','room:1','ann',true]");
        ann.says("['pub',2,'room:1','one',1]");
        client.hears("['evt','*','room:1','one',1]");
        String epoch = epoch(server.client(), "room:1");
        client.closes();
        ann.says("['pub',3,'room:1','two',2]", "['act',4,'room:1',{'type':'three'}]", "['set',5,'room:1',4]");
        TestClient fresh = server.client();
        fresh.says("['join',1,'room:1',{'since':['" + epoch + "',1]}]");
        fresh.hears("['evt',1,'room:1','two',2,{'o':2,'u':'ann'}]");
        fresh.hears("['act',2,'room:1',{'type':'three'},{'o':3,'u':'ann'}]");
        fresh.hears("['state',3,'room:1',['" + epoch + "',4],4]");
        fresh.hears("['ret',1,null]");
    }

    private static String epoch(TestClient client, String channel) {
        client.says("['join',1,'" + channel + "',{}]");
        String epoch = client.hears("['state','*','" + channel + "','*','*']")
                .get(3)
                .get(0)
                .stringValue();
        client.closes();
        return epoch;
    }

    @Test
    void tellsTheStateWholeWhereItCannotCatchUp(TestServer server, TestClient client) {
        client.says("['set',1,'room:1',7]").hears("['ret',1,null]");
        client.says("['join',2,'room:1',{'since':['another',1]}]");
        client.hears("['state',1,'room:1',['*',1],7]");
        client.hears("['ret',2,null]");
        String epoch = epoch(server.client(), "room:1");
        for (int i = 0; i < 101; i++) {
            server.channels().channel("room:1").emit("n", i);
        }
        TestClient fresh = server.client();
        fresh.says("['join',1,'room:1',{'since':['" + epoch + "',1]}]");
        fresh.hears("['state',1,'room:1',['" + epoch + "',102],7]");
        fresh.hears("['ret',1,null]");
    }

    @Test
    void losesNothingInAResume(TestServer server, TestClient client) {
        joins(client, "room:1");
        client.cut();
        server.channels().channel("room:1").emit("n", 1);
        server.channels().channel("room:1").emit("n", 2);
        TestClient back = client.resumes();
        back.hears("['evt',2,'room:1','n',1,{'o':1}]");
        back.hears("['evt',3,'room:1','n',2,{'o':2}]");
        back.hearsNothing();
    }

    @Test
    void doesOnceWhatIsRepeatedAfterAResume(TestServer server, TestClient client) {
        joins(client, "room:1");
        TestClient ann = in(server, "ann", "room:1");
        client.hears("['who','*','room:1','ann',true]");
        ann.says("['pub',2,'room:1','one',1]", "['set',3,'room:1',2]", "['act',4,'room:1',{'type':'three'}]");
        server.settles();
        ann.cut();
        TestClient back = ann.returns();
        back.hears("['welcome',{'resumed':true,'*':'*'}]");
        back.hears("['evt','*','room:1','one',1]");
        back.hears("['state','*','room:1','*',2]");
        back.hears("['act','*','room:1',{'type':'three'}]");
        back.says("['pub',2,'room:1','one',1]", "['set',3,'room:1',2]", "['act',4,'room:1',{'type':'three'}]");
        back.hears("['ret',2,null]");
        back.hears("['ret',3,null]");
        back.hears("['ret',4,null]");
        back.hearsNothing();
        client.hears("['evt','*','room:1','one',1]");
        client.hears("['state','*','room:1','*',2]");
        client.hears("['act','*','room:1',{'type':'three'}]");
        client.hearsNothing();
    }

    @Test
    void tellsOneUserInAllSessions(TestServer server) {
        TestClient boss = server.client(new User("boss"));
        TestClient desk = in(server, "joe", "room:1");
        TestClient phone = in(server, "joe", "room:1");
        TestClient ann = in(server, "ann", "room:1");
        desk.hears("['who','*','room:1','ann',true]");
        phone.hears("['who','*','room:1','ann',true]");
        boss.says("['pub',1,'room:1','psst',1,{'user':'joe'}]").hears("['err',1,{'code':'forbidden','*':'*'}]");
        desk.says("['pub',2,'room:1','psst',1,{'user':'joe'}]");
        desk.hears("['evt','*','room:1','psst',1]");
        desk.hears("['ret',2,null]");
        phone.hears("['evt','*','room:1','psst',1]");
        ann.hearsNothing();
    }

    @Test
    void showsAUserTheirOwnState(TestServer server) {
        TestClient joe = in(server, "joe", "room:1");
        TestClient ann = in(server, "ann", "room:1");
        joe.hears("['who','*','room:1','ann',true]");
        joe.says("['set',2,'room:1','mine',{'user':'joe'}]");
        joe.hears("['state','*','room:1','*','mine']");
        joe.hears("['ret',2,null]");
        ann.says("['set',2,'room:1','ours']");
        ann.hears("['state','*','room:1','*','ours']");
        ann.hears("['ret',2,null]");
        joe.hearsNothing();
        joe.says("['get',3,'room:1']").hears("['ret',3,'mine']");
        ann.says("['get',3,'room:1']").hears("['ret',3,'ours']");
        ann.says("['get',4,'room:1',{'user':'joe'}]").hears("['err',4,{'code':'forbidden','*':'*'}]");
        joe.says("['set',4,'room:1',null,{'user':'joe'}]");
        joe.hears("['state','*','room:1','*','ours']");
        joe.hears("['ret',4,null]");
    }

    @Test
    void tellsNobodyOfWhatIsSetQuietly(TestServer server, TestClient client) {
        joins(client, "room:1");
        client.says("['set',2,'room:1',7,{'quiet':true}]").hears("['ret',2,null]");
        client.hearsNothing();
        client.says("['get',3,'room:1']").hears("['ret',3,7]");
    }

    @Test
    void endsAStateInItsTime(TestServer server, TestClient client) {
        joins(client, "room:1");
        client.says("['set',2,'room:1',7,{'ttl':5000}]");
        client.hears("['state','*','room:1','*',7]");
        client.hears("['ret',2,null]");
        server.passes(Duration.ofMillis(4_999));
        client.hearsNothing();
        server.passes(Duration.ofMillis(1_001));
        client.hears("['state','*','room:1','*',null]");
        client.says("['get',3,'room:1']").hears("['ret',3,null]");
    }

    @Test
    void countsUsersAndNotTheirTabs(TestServer server) {
        TestClient ann = in(server, "ann", "room:1");
        TestClient desk = in(server, "joe", "room:1");
        TestClient phone = in(server, "joe", "room:1");
        TestClient guest = joins(server.client(), "room:1");
        ann.hears("['who',2,'room:1','joe',true]");
        ann.says("['who',2,'room:1']").hears("['ret',2,{'users':['ann','joe'],'guests':1,'sessions':4}]");
        desk.closes();
        guest.closes();
        server.settles();
        ann.hearsNothing();
        phone.says("['leave',2,'room:1']").hears("['ret',2,null]");
        ann.hears("['who',3,'room:1','joe',false]");
        ann.says("['who',3,'room:1']").hears("['ret',3,{'users':['ann'],'guests':0,'sessions':1}]");
    }

    @Test
    void tellsThatAUserHasGoneWhenTheirSessionIsOver(TestServer server) {
        TestClient ann = in(server, "ann", "room:1");
        TestClient joe = in(server, "joe", "room:1");
        ann.hears("['who',2,'room:1','joe',true]");
        joe.cut();
        ann.hearsNothing(); // he may come back
        server.passes(Duration.ofSeconds(121));
        ann.hears("['who',3,'room:1','joe',false]");
    }

    @Test
    void passesOverACancelOfWhatIsDone(TestClient client) {
        client.says("['pub',1,'room:1','hi',null]").hears("['ret',1,null]");
        client.says("['cancel',1]").hearsNothing();
    }

    @Test
    void isGoneWhenNobodyAndNothingIsInIt(TestServer server, TestClient client) {
        joins(client, "room:1");
        client.says("['set',2,'room:1',7]");
        client.hears("['state','*','room:1','*',7]");
        client.hears("['ret',2,null]");
        client.says("['leave',3,'room:1']").hears("['ret',3,null]");
        server.passes(Duration.ofMinutes(6));
        assertThat(server.channelCount()).isEqualTo(1);
        client.says("['set',4,'room:1',null]").hears("['ret',4,null]");
        server.passes(Duration.ofMinutes(6));
        assertThat(server.channelCount()).isZero();
    }
}
