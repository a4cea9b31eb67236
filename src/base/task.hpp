// task<T>: a lazy coroutine. It starts when it is awaited, runs on the loop's thread, and gives its value or
// its exception to the one who awaits it. Handler files see this and not the event loop behind it.
#pragma once

#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <utility>

namespace hatang {

template <class T = void>
class task;

namespace detail {

[[noreturn]] inline void broken_frame() {
    std::fputs(
        "task: broken coroutine frame; name the arguments and the result of co_await in its first block\n",
        stderr);
    std::abort();
}

struct PromiseBase {
    std::coroutine_handle<> continuation = std::noop_coroutine();
    std::exception_ptr exception;

    struct FinalAwaiter {
        bool await_ready() noexcept { return false; }
        template <class P>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<P> h) noexcept {
            return h.promise().continuation;
        }
        void await_resume() noexcept {}
    };
    // g++ 12 builds a broken frame for some coroutines, those with `if (co_await f(temporary))` for one: the
    // temporary lies where the frame should begin, and resuming jumps anywhere. Seen at the first suspension,
    // it ends the program here.
    struct Initial {
        void* promise;
        bool await_ready() noexcept { return false; }
        void await_suspend(std::coroutine_handle<> h) noexcept {
            if (static_cast<char*>(h.address()) + 2 * sizeof(void*) != promise) broken_frame();
        }
        void await_resume() noexcept {}
    };
    Initial initial_suspend() noexcept { return {this}; }
    FinalAwaiter final_suspend() noexcept { return {}; }
    void unhandled_exception() { exception = std::current_exception(); }
};

template <class T>
struct Promise : PromiseBase {
    std::optional<T> value;
    task<T> get_return_object();
    template <class U>
    void return_value(U&& v) {
        value.emplace(std::forward<U>(v));
    }
    T take() {
        if (exception) std::rethrow_exception(exception);
        return std::move(*value);
    }
};

template <>
struct Promise<void> : PromiseBase {
    task<void> get_return_object();
    void return_void() {}
    void take() {
        if (exception) std::rethrow_exception(exception);
    }
};

}  // namespace detail

template <class T>
class [[nodiscard]] task {
  public:
    using promise_type = detail::Promise<T>;
    using Handle = std::coroutine_handle<promise_type>;

    explicit task(Handle h) : handle_(h) {}
    task(task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    task& operator=(task&& other) noexcept {
        if (this != &other) {
            if (handle_) handle_.destroy();
            handle_ = std::exchange(other.handle_, nullptr);
        }
        return *this;
    }
    ~task() {
        if (handle_) handle_.destroy();
    }

    auto operator co_await() && {
        struct Awaiter {
            Handle handle;
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<> c) noexcept {
                handle.promise().continuation = c;
                return handle;
            }
            T await_resume() { return handle.promise().take(); }
        };
        return Awaiter{handle_};
    }

  private:
    Handle handle_;
};

template <class T>
task<T> detail::Promise<T>::get_return_object() {
    return task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}
inline task<void> detail::Promise<void>::get_return_object() {
    return task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

}  // namespace hatang
