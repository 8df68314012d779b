package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.User;
import io.redstart.server.channel.ChannelRule;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may do what with which channel. */
class ChannelRulesTest {
    private static final List<String> STAFF = List.of("staff");

    @RegisterExtension
    final TestServerExtension ruled = TestServerExtension.of(TestServer.builder()
            .channels(Rules.of(Map.of(
                    "users:*", new ChannelRule(null, null, List.of("users"), null, null, false),
                    "users:staff:*", new ChannelRule(STAFF, STAFF, STAFF, STAFF, STAFF, null),
                    "users:staff:hall", new ChannelRule(null, null, List.of("all"), null, null, null),
                    "#*", new ChannelRule(List.of("users"), null, List.of("users"), null, STAFF, null),
                    "@*", Rules.all("staff"),
                    "none", new ChannelRule(List.of("nobody"), List.of("nobody"), null, null, null, null)))));

    private static TestClient staff(TestServer server) {
        return server.client(new User("eve", Set.copyOf(STAFF), Map.of()));
    }

    private static TestClient control(TestServer server) {
        return server.client(new User("$control", Set.of(ChannelRule.CONTROL), Map.of()));
    }

    @Test
    void letsAnybodyJoinAndReadAndNobodyElseByDefault(TestServer server, TestClient guest) {
        guest.says("['join',1,'news',{}]");
        guest.hears("['state',1,'news','*',null]");
        guest.hears("['ret',1,null]");
        guest.says("['get',2,'news']").hears("['ret',2,null]");
        guest.says("['who',3,'news']").hears("['ret',3,{'users':[],'guests':1,'sessions':1}]");
        TestClient ann = server.client(new User("ann"));
        for (TestClient client : List.of(guest, ann)) {
            client.says("['pub',11,'news','hi',1]").hears("['err',11,{'code':'forbidden','message':'*'}]");
            client.says("['act',12,'news',{'type':'hi'}]").hears("['err',12,{'code':'forbidden','*':'*'}]");
            client.says("['set',13,'news',1]").hears("['err',13,{'code':'forbidden','*':'*'}]");
            client.says("['grant',14,'#news','ann']").hears("['err',14,{'code':'*','*':'*'}]");
        }
        guest.hearsNothing();
    }

    @Test
    void tellsAGuestToSaySoWhereUsersMay(TestServer server, TestClient guest) {
        guest.says("['pub',1,'users:1','hi',1]").hears("['err',1,{'code':'unauthenticated','*':'*'}]");
        guest.says("['join',2,'none',{}]").hears("['err',2,{'code':'forbidden','*':'*'}]");
        guest.says("['get',3,'none']").hears("['err',3,{'code':'forbidden','*':'*'}]");
        guest.says("['who',4,'none']").hears("['err',4,{'code':'forbidden','*':'*'}]");
        server.client(new User("ann")).says("['pub',1,'users:1','hi',1]").hears("['ret',1,null]");
    }

    @Test
    void takesTheLongestPatternAndTheRestFromTheDefault(TestServer server) {
        TestClient ann = server.client(new User("ann"));
        ann.says("['join',1,'users:staff:1',{}]").hears("['err',1,{'code':'forbidden','*':'*'}]");
        ann.says("['join',2,'Users:Staff:1',{}]").hears("['err',2,{'code':'forbidden','*':'*'}]");
        ann.says("['pub',3,'users:staff:1','hi',1]").hears("['err',3,{'code':'forbidden','*':'*'}]");
        ann.says("['pub',4,'users:staff:hall','hi',1]").hears("['ret',4,null]");
        ann.says("['get',5,'users:staff:hall']").hears("['ret',5,null]");
        ann.says("['set',6,'users:staff:hall',1]").hears("['err',6,{'code':'forbidden','*':'*'}]");
        TestClient eve = staff(server);
        eve.says("['pub',1,'users:staff:1','hi',1]").hears("['ret',1,null]");
        eve.says("['set',2,'users:staff:1',1]").hears("['ret',2,null]");
    }

    @Test
    void doesNotTellWhoComesWhereThatIsSo(TestServer server) {
        TestClient ann = server.client(new User("ann"));
        ann.says("['join',1,'users:1',{}]");
        ann.hears("['state',1,'users:1','*',null]");
        ann.hears("['ret',1,null]");
        TestClient joe = server.client(new User("joe"));
        joe.says("['join',1,'users:1',{}]").hears("['state',1,'users:1','*',null]");
        joe.hears("['ret',1,null]");
        ann.hearsNothing();
    }

    @Test
    void letsOnlyThoseIntoAPrivateChannelWhoWereGrantedIt(TestServer server, TestClient guest) {
        TestClient ann = server.client(new User("ann"));
        TestClient eve = staff(server);
        guest.says("['join',1,'#vip',{}]").hears("['err',1,{'code':'unauthenticated','*':'*'}]");
        ann.says("['join',1,'#vip',{}]").hears("['err',1,{'code':'forbidden','*':'*'}]");
        ann.says("['get',2,'#vip']").hears("['err',2,{'code':'forbidden','*':'*'}]");
        ann.says("['pub',3,'#vip','hi',1]").hears("['err',3,{'code':'forbidden','*':'*'}]");
        ann.says("['grant',4,'#vip','ann']").hears("['err',4,{'code':'forbidden','*':'*'}]");

        eve.says("['grant',1,'#vip','ann']").hears("['ret',1,null]");
        ann.says("['join',5,'#vip',{}]");
        ann.hears("['state',1,'#vip','*',null]");
        ann.hears("['ret',5,null]");
        ann.says("['pub',6,'#vip','hi',1]");
        ann.hears("['evt',2,'#vip','hi',1]");
        ann.hears("['ret',6,null]");

        eve.says("['revoke',2,'#vip','ann']").hears("['ret',2,null]");
        ann.hears("['left',3,'#vip','revoked']");
        ann.says("['join',7,'#vip',{}]").hears("['err',7,{'code':'forbidden','*':'*'}]");
        server.channels().channel("#vip").emit("secret", 1);
        ann.hearsNothing();
        server.passes(Duration.ofMinutes(6));
        assertThat(server.channelCount()).isZero();
    }

    @Test
    void grantsOnlyWhatIsPrivate(TestServer server) {
        TestClient control = control(server);
        control.says("['grant',1,'news','ann']").hears("['err',1,{'code':'invalid','*':'*'}]");
        control.says("['revoke',2,'news','ann']").hears("['err',2,{'code':'invalid','*':'*'}]");
        control.says("['revoke',3,'#never','ann']").hears("['ret',3,null]");
        assertThat(server.channelCount()).isZero();
    }

    @Test
    void givesEachUserTheirOwn(TestServer server, TestClient guest) {
        guest.says("['join',1,'@me',{}]").hears("['err',1,{'code':'unauthenticated','*':'*'}]");
        guest.says("['set',2,'@me',1]").hears("['err',2,{'code':'unauthenticated','*':'*'}]");
        TestClient ann = server.client(new User("ann"));
        TestClient joe = server.client(new User("joe"));
        for (TestClient each : List.of(ann, joe)) {
            each.says("['join',1,'@me',{}]");
            each.hears("['state',1,'@me','*',null]");
            each.hears("['ret',1,null]");
        }
        ann.says("['set',2,'@me','hers']");
        ann.hears("['state',2,'@me','*','hers']");
        ann.hears("['ret',2,null]");
        ann.says("['pub',3,'@me','note',1]");
        ann.hears("['evt',3,'@me','note',1]");
        ann.hears("['ret',3,null]");
        ann.says("['who',4,'@me']").hears("['ret',4,{'users':['ann'],'guests':0,'sessions':1}]");
        joe.says("['get',2,'@me']").hears("['ret',2,null]");
        joe.says("['get',3,'@me',{'user':'ann'}]").hears("['err',3,{'code':'forbidden','*':'*'}]");
        joe.says("['set',4,'@me',1,{'user':'ann'}]").hears("['err',4,{'code':'forbidden','*':'*'}]");
        joe.hearsNothing();
        staff(server).says("['get',1,'@me',{'user':'ann'}]").hears("['ret',1,'hers']");
    }

    @Test
    void letsControlDoAnything(TestServer server) {
        TestClient control = control(server);
        control.says("['join',1,'#vip',{}]");
        control.hears("['state',1,'#vip','*',null]");
        control.hears("['ret',1,null]");
        control.says("['set',2,'none',1,{'user':'ann'}]").hears("['ret',2,null]");
        control.says("['get',3,'none',{'user':'ann'}]").hears("['ret',3,1]");
        control.says("['pub',4,'none','hi',1,{'user':'ann'}]").hears("['ret',4,null]");
    }

    @Test
    void refusesRulesThatSayNothing() {
        assertThatThrownBy(() -> Rules.of(Map.of("a*b", new ChannelRule())))
                .hasMessage("rules: 'a*b' (expected: the name of a channel, or its beginning and *)");
        assertThatThrownBy(() -> new ChannelRule(List.of("nobody", "users"), null, null, null, null, null))
                .hasMessage("join: [nobody, users] (expected: all, users, nobody, or names of roles)");
        assertThatThrownBy(() -> new ChannelRule(null, null, null, null, List.of("$control"), null))
                .hasMessage("manage: '$control' (expected: all, users, nobody, or the name of a role)");
        assertThatThrownBy(() -> Rules.of(Map.of("a", new ChannelRule(), "A", new ChannelRule()))
                        .defaultRules())
                .hasMessageEndingWith("(expected: once, upper and lower case are the same in names of channels)");
    }

    @Test
    void doesNotTakeARoleForAWordOfTheRules(TestServer server) {
        User sly = new User("sly", Set.of("nobody", "all"), Map.of());
        server.client(sly).says("['join',1,'none',{}]").hears("['err',1,{'code':'forbidden','*':'*'}]");
    }
}
