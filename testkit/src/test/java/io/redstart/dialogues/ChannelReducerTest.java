package io.redstart.dialogues;

import io.redstart.api.ActionType;
import io.redstart.api.CallException;
import io.redstart.api.ChannelApi;
import io.redstart.api.OnJoin;
import io.redstart.api.Reducer;
import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A state that actions change in the step in which they are told, whoever says them. */
class ChannelReducerTest {
    @RegisterExtension
    final TestServerExtension counted = TestServerExtension.of(Counters.class);

    @ActionType("added")
    public record Added(int more) {}

    public record Sum(int value) {}

    @ChannelApi("sum:*")
    @Singleton
    public static class Counters {
        @OnJoin
        public boolean join(@Nullable User user) {
            return user == null || !user.id().equals("eve");
        }

        @Reducer
        public Sum add(@Nullable Sum sum, Added added) {
            if (added.more() < 0) {
                throw new CallException("too_little", "Less than nothing");
            }
            return new Sum((sum == null ? 0 : sum.value()) + added.more());
        }
    }

    private static void adds(TestClient client, int id, int more) {
        client.says("['act'," + id + ",'sum:1',{'type':'added','payload':{'more':" + more + "}}]");
    }

    @Test
    void changesWithEachActionOfAClientAndOfTheServer(TestServer server, TestClient client) {
        adds(client, 1, 2);
        client.hears("['ret',1,null]");
        client.says("['join',2,'sum:1',{}]");
        client.hears("['state',1,'sum:1',['*',1],{'value':2}]");
        client.hears("['ret',2,null]");
        server.channels().channel("sum:1").dispatch(new Added(3));
        client.hears("['act',2,'sum:1',{'type':'added','payload':{'more':3}},{'o':2}]");
        client.says("['get',3,'sum:1']").hears("['ret',3,{'value':5}]");
    }

    @Test
    void staysAsItIsWhereTheReducerRefuses(TestServer server, TestClient client) {
        adds(client, 1, 2);
        client.hears("['ret',1,null]");
        adds(client, 2, -1);
        client.hears("['err',2,{'code':'too_little','message':'Less than nothing'}]");
        client.says("['get',3,'sum:1']").hears("['ret',3,{'value':2}]");
    }

    @Test
    void asksWhoMayJoin(TestServer server) {
        TestClient eve = server.client(new User("eve"));
        eve.says("['join',1,'sum:1',{}]").hears("['err',1,{'code':'forbidden','*':'*'}]");
    }
}
