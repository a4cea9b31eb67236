#include "telemetry/ingest/listener_source.hpp"

#include "base/log.hpp"
#include "telemetry/limits.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::string_view ingest_permission = "telemetry.ingest";

mqtt::Entry entry_of(const Error& e) {
    switch (e.code) {
        case Code::unauthenticated:
            return mqtt::Entry::wrong_password;
        case Code::forbidden:
            return mqtt::Entry::not_authorised;
        default:  // the database is away, or this address has asked too often
            return mqtt::Entry::unavailable;
    }
}

// A device signs in as a request over HTTP does.
http::Request request_with(const std::string& token, const std::string& address) {
    http::Request out;
    out.path = "/";
    out.remote_address = address;
    out.headers.emplace_back("Authorization", "Bearer " + token);
    return out;
}

}  // namespace

// A connection, with what it published last: most devices publish under one topic.
class ListenerSource::Device final : public mqtt::Receiver,
                                     public MessageSender,
                                     public std::enable_shared_from_this<Device> {
  public:
    Device(ListenerSource& source, Published publisher) : source_(source), publisher_(std::move(publisher)) {
        publisher_->devices.insert(this);
    }
    ~Device() override { publisher_->devices.erase(this); }

    void begin(std::weak_ptr<mqtt::DeviceLink> link) override { link_ = std::move(link); }
    bool take(const mqtt::Publish& message, std::uint64_t token) override {
        return source_.take(*this, message, token);
    }
    void too_large(std::string_view topic, std::size_t) override {
        source_.intake_.refuse(
            source_.gate_.connection(Path::mqtt, {}), topic,
            Error(Code::body_too_large, {}, {std::to_string(mqtt::limits::packet_bytes_max)}), 0, *this);
    }
    void acknowledge(std::uint64_t token) override {
        if (token == 0) return;
        if (const auto link = link_.lock()) link->acknowledge(token);
    }
    // Nobody listens here.
    void publish(std::string_view, std::string_view) override {}
    const MayWrite* may_write() const override { return &publisher_->may_write; }
    void close(std::string_view reason) {
        if (const auto link = link_.lock()) link->close(reason);
    }

    std::string last_topic;
    MessageReader* last_reader = nullptr;

  private:
    ListenerSource& source_;
    Published publisher_;
    std::weak_ptr<mqtt::DeviceLink> link_;
};

ListenerSource::ListenerSource(Platform& platform, security::Security& security, Gate& gate,
                               MessageIntake& intake)
    : platform_(platform),
      security_(security),
      gate_(gate),
      intake_(intake),
      sign_ins_(limits::device_addresses),
      doubts_(platform.loop),
      ended_(platform.loop) {
    for (const char* prefix : {"credential.changed", "user.changed", "organisation."})
        platform.events.subscribe(prefix, [this](const events::Event& e) { on_event(e); });
}

void ListenerSource::attach(mqtt::Server& server) {
    server_ = &server;
    for (MessageReader* reader : readers_)
        for (std::string& filter : reader->filters()) listen(*reader, std::move(filter));
    watching_ = true;
    platform_.loop.spawn(watch_rights(), "telemetry.device_rights");
}

void ListenerSource::listen(MessageReader& reader, std::string filter) {
    if (server_) routes_.emplace_back(std::move(filter), &reader);
}

void ListenerSource::leave() {
    leaving_ = true;
    if (server_) server_->pause();
}

task<void> ListenerSource::detach() {
    leaving_ = true;
    doubts_.notify_all();
    while (watching_) co_await ended_.wait();
    server_ = nullptr;
}

void ListenerSource::on_room() {
    if (server_ && !leaving_ && intake_.database_up()) server_->resume();
}

MessageReader* ListenerSource::reader_of(std::string_view topic) const {
    for (const auto& [filter, reader] : routes_)
        if (mqtt::topic_matches(filter, topic)) return reader;
    return nullptr;
}

bool ListenerSource::take(Device& device, const mqtt::Publish& message, std::uint64_t token) {
    if (!intake_.database_up()) return false;
    if (!device.last_reader || message.topic != device.last_topic) {
        device.last_reader = reader_of(message.topic);
        device.last_topic = message.topic;
    }
    if (device.last_reader)
        return intake_.take(*device.last_reader, message, token, device.shared_from_this());
    intake_.refuse(gate_.connection(Path::mqtt, {}), message.topic,
                   Error(Code::invalid_value, {},
                         {std::string(message.topic.substr(0, 100)), "v1.1/…, application/…, spBv1.0/…"}),
                   token, device);
    return true;
}

// -- who may come in

task<mqtt::Admission> ListenerSource::admit(mqtt::Visitor visitor) {
    mqtt::Admission out;
    Published publisher;
    try {
        const mqtt::Entry entry = co_await sign_in(visitor, publisher);
        out.entry = entry;
    } catch (const Error& e) {
        out.entry = entry_of(e);
    } catch (const std::exception& e) {
        out.entry = mqtt::Entry::unavailable;
        log::warn("telemetry.device_sign_in_failed", {{"error", e.what()}});
    }
    if (out.entry == mqtt::Entry::accepted) {
        out.identity = std::to_string(publisher->who.credential_id);
        out.receiver = std::make_shared<Device>(*this, publisher);
        co_return out;
    }
    log::debug("telemetry.device_refused", {{"client", visitor.client_id.substr(0, 100)},
                                            {"user", visitor.user.substr(0, 100)},
                                            {"address", visitor.address},
                                            {"code", static_cast<int>(out.entry)}});
    // Who guesses waits, and holds one of the places of their address meanwhile.
    co_await platform_.loop.sleep(limits::device_refusal_pause);
    co_return out;
}

// The password is the credential; the user is a name for the log.
task<mqtt::Entry> ListenerSource::sign_in(const mqtt::Visitor& visitor, Published& publisher) {
    if (visitor.password.empty()) co_return mqtt::Entry::not_authorised;
    // A credential that is in use is no guess: it comes in whoever else is behind its address.
    if (!publishers_.contains(visitor.password)) {
        const std::uint64_t key = http::TokenBuckets::key("mqtt", http::rate_key_of_address(visitor.address));
        const int wait_s = sign_ins_.take(key, limits::device_sign_ins_per_minute, platform_.clock.now().us);
        if (wait_s > 0) throw Error(Code::too_many_requests, {}, {std::to_string(wait_s)});
    }
    const http::Request request = request_with(visitor.password, visitor.address);
    http::Principal who = co_await security_.authenticate(request);
    if (who.credential_id == 0) co_return mqtt::Entry::wrong_password;  // the session of a person
    if (!who.may_within(ingest_permission)) co_return mqtt::Entry::not_authorised;
    Published& found = publishers_[visitor.password];
    if (!found) found = std::make_shared<Publisher>();
    found->token = visitor.password;
    give_rights(*found, std::move(who));
    publisher = found;
    co_return mqtt::Entry::accepted;
}

void ListenerSource::give_rights(Publisher& publisher, http::Principal who) const {
    publisher.who = std::move(who);
    publisher.checked = platform_.clock.now();
    publisher.doubtful = false;
    const security::Scope& scope = security::scope(publisher.who, ingest_permission);
    const bool all = scope.unlimited();
    publisher.may_write = [this, &scope, all, &who_writes = publisher.who](const Stream& s) {
        return (all || scope.allows(s.about.key())) && security_.may_write_datastream(who_writes, s.about.id);
    };
}

void ListenerSource::on_event(const events::Event& event) {
    const bool of_credential = event.topic.starts_with("credential."),
               of_user = event.topic.starts_with("user.");
    for (const auto& [token, publisher] : publishers_) {
        const std::int64_t id = of_credential ? publisher->who.credential_id : publisher->who.user_id;
        if ((!of_credential && !of_user) || event.key == std::to_string(id)) publisher->doubtful = true;
    }
    doubts_.notify_all();
}

// Connections last for weeks, and rights do not.
task<void> ListenerSource::watch_rights() {
    while (!leaving_) {
        const Instant now = platform_.clock.now();
        std::vector<Published> due;
        for (const auto& [token, publisher] : publishers_)
            if (publisher->doubtful || std::llabs(now - publisher->checked) >= limits::device_rights_us)
                due.push_back(publisher);
        for (const Published& publisher : due) {
            if (leaving_) break;
            co_await check(publisher);
        }
        if (!leaving_) co_await doubts_.wait_for(limits::device_rights_watch);
    }
    watching_ = false;
    ended_.notify_all();
}

task<void> ListenerSource::check(Published publisher) {
    if (publisher->devices.empty()) {
        publishers_.erase(publisher->token);
        co_return;
    }
    publisher->doubtful = false;  // what changes from here on is looked at once more
    publisher->checked = platform_.clock.now();
    try {
        const http::Request request = request_with(publisher->token, {});
        http::Principal who = co_await security_.authenticate(request);
        if (who.may_within(ingest_permission))
            give_rights(*publisher, std::move(who));
        else
            end(*publisher);
    } catch (const Error& e) {
        if (e.code == Code::unauthenticated) end(*publisher);
    } catch (const std::exception& e) {
        log::warn("telemetry.device_rights_failed", {{"error", e.what()}});
    }
}

void ListenerSource::end(Publisher& publisher) {
    publisher.may_write = [](const Stream&) { return false; };
    for (Device* device : publisher.devices) device->close("rights_ended");
    publishers_.erase(publisher.token);
}

}  // namespace hatang::telemetry
