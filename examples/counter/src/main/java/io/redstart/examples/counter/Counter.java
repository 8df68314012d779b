package io.redstart.examples.counter;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Sessions;
import jakarta.inject.Singleton;

@Api("counter")
@Singleton
public class Counter {
    private int count;

    @Call
    public synchronized void add(int more, Sessions sessions) {
        sessions.all().now().emit("count", count += more);
    }
}
