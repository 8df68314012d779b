package io.redstart.benchmarks.micro;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallContext;
import io.redstart.api.Interceptor;
import io.redstart.api.NonBlocking;
import io.redstart.api.RateLimit;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What is called behind all that can stand before a method: a role, a rate limit and an interceptor. */
@Api("guarded")
@Singleton
@RolesAllowed("caller")
public class GuardedApi {
    /**
     * Echoes on the thread that reads.
     *
     * @param text a text
     * @return the same
     */
    @Call
    @NonBlocking
    @RateLimit(permits = 100_000, per = "1ms")
    public String quick(String text) {
        return text;
    }

    /** Goes on. */
    @NonBlocking
    public static class Through implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            return next.proceed();
        }
    }
}
