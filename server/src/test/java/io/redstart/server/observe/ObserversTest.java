package io.redstart.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObserversTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void tellsEverythingToEverybody() throws Exception {
        Observer all = Observers.of(noting("first"), Observer.NONE, noting("second"));
        List<Method> methods = Stream.of(Observer.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .toList();
        assertThat(methods).isNotEmpty();
        for (Method method : methods) {
            told.clear();
            method.invoke(
                    all,
                    Stream.of(method.getParameterTypes())
                            .map(ObserversTest::some)
                            .toArray());
            assertThat(told).containsExactly("first " + method.getName(), "second " + method.getName());
        }
    }

    @Test
    void isNothingMoreThanTheOnlyOne() {
        Observer one = noting("one");
        assertThat(Observers.of(Observer.NONE, one)).isSameAs(one);
        assertThat(Observers.of(Observer.NONE)).isSameAs(Observer.NONE);
    }

    @Test
    void knowsWhoHearsOfAnswers() {
        Observer hears = new Observer() {
            @Override
            public void callsAnswered(String target, int calls, long nanos, @Nullable String code) {}
        };
        assertThat(Observers.hearsOfAnswers(Observer.NONE)).isFalse();
        assertThat(Observers.hearsOfAnswers(Observers.of(new LimitLog(), new LimitLog())))
                .isFalse();
        assertThat(Observers.hearsOfAnswers(hears)).isTrue();
        assertThat(Observers.hearsOfAnswers(Observers.of(new LimitLog(), hears)))
                .isTrue();
    }

    private Observer noting(String name) {
        return (Observer) Proxy.newProxyInstance(
                Observer.class.getClassLoader(), new Class<?>[] {Observer.class}, (proxy, method, args) -> {
                    told.add(name + " " + method.getName());
                    return null;
                });
    }

    private static Object some(Class<?> type) {
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        return type == boolean.class ? (Object) true : "text";
    }
}
