// Arguments from JavaScript, checked: a TypeError or RangeError names the one at fault.
#pragma once
#include <napi.h>

#include <cstdint>
#include <optional>
#include <string>

namespace tsql {

// The longest name of a topic, group or property that is taken.
constexpr size_t kMaxText = 32767;
// The longest list of topics, partitions or resources that is taken.
constexpr uint32_t kMaxList = 100000;
constexpr int64_t kMaxSafeInteger = 9007199254740991;

// Each takes the value's name for the error's text. A text may not hold a NUL: librdkafka's texts end there.
std::string TextOf(const Napi::Value& value, const std::string& name, size_t max = kMaxText);
// The name of a topic or the like: not empty, at most 512 bytes, as librdkafka wants it.
std::string NameOf(const Napi::Value& value, const std::string& name);
int64_t IntegerOf(const Napi::Value& value, const std::string& name, int64_t min, int64_t max);
bool BooleanOf(const Napi::Value& value, const std::string& name);
Napi::Object ObjectOf(const Napi::Value& value, const std::string& name);
Napi::Array ListOf(const Napi::Value& value, const std::string& name);
// Milliseconds from 0 to 2^31-1; fractions are cut off.
int TimeoutOf(const Napi::Value& value, const std::string& name = "timeoutMs");
inline bool IsMissing(const Napi::Value& value) { return value.IsUndefined() || value.IsNull(); }

}  // namespace tsql
