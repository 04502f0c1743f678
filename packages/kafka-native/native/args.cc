#include "args.h"

#include <cmath>
#include <limits>

namespace tsql {

namespace {

std::string Found(const Napi::Value& value) {
  switch (value.Type()) {
    case napi_undefined: return "undefined";
    case napi_null: return "null";
    case napi_boolean: return value.As<Napi::Boolean>().Value() ? "true" : "false";
    case napi_number: return value.ToString().Utf8Value();
    case napi_string: return "a text";
    case napi_symbol: return "a symbol";
    case napi_function: return "a function";
    case napi_bigint: return "a bigint";
    default: return value.IsArray() ? "a list" : "an object";
  }
}

[[noreturn]] void WrongType(const Napi::Value& value, const std::string& name, const char* wanted) {
  throw Napi::TypeError::New(value.Env(), name + " has to be " + wanted + ", found " + Found(value));
}

}  // namespace

std::string TextOf(const Napi::Value& value, const std::string& name, size_t max) {
  if (!value.IsString()) WrongType(value, name, "a text");
  std::string text = value.As<Napi::String>().Utf8Value();
  if (text.size() > max) {
    throw Napi::RangeError::New(value.Env(), name + " has " + std::to_string(text.size()) + " bytes, " +
                                                 std::to_string(max) + " are allowed");
  }
  if (text.find('\0') != std::string::npos) throw Napi::RangeError::New(value.Env(), name + " may not contain a NUL");
  return text;
}

std::string NameOf(const Napi::Value& value, const std::string& name) {
  std::string text = TextOf(value, name, 512);
  if (text.empty()) throw Napi::RangeError::New(value.Env(), name + " is empty");
  return text;
}

int64_t IntegerOf(const Napi::Value& value, const std::string& name, int64_t min, int64_t max) {
  if (!value.IsNumber()) WrongType(value, name, "a number");
  double number = value.As<Napi::Number>().DoubleValue();
  // Written so that NaN fails, before it is converted.
  bool fits = number >= static_cast<double>(min) && number <= static_cast<double>(max) && number == std::floor(number);
  if (!fits) {
    throw Napi::RangeError::New(value.Env(), name + " has to be an integer from " + std::to_string(min) + " to " +
                                                 std::to_string(max) + ", found " + Found(value));
  }
  return static_cast<int64_t>(number);
}

bool BooleanOf(const Napi::Value& value, const std::string& name) {
  if (!value.IsBoolean()) WrongType(value, name, "a boolean");
  return value.As<Napi::Boolean>().Value();
}

Napi::Object ObjectOf(const Napi::Value& value, const std::string& name) {
  if (!value.IsObject() || value.IsArray() || value.IsFunction()) WrongType(value, name, "an object");
  return value.As<Napi::Object>();
}

Napi::Array ListOf(const Napi::Value& value, const std::string& name) {
  if (!value.IsArray()) WrongType(value, name, "a list");
  Napi::Array list = value.As<Napi::Array>();
  if (list.Length() > kMaxList) {
    throw Napi::RangeError::New(value.Env(), name + " has " + std::to_string(list.Length()) + " elements, " +
                                                 std::to_string(kMaxList) + " are allowed");
  }
  return list;
}

int TimeoutOf(const Napi::Value& value, const std::string& name) {
  if (!value.IsNumber()) WrongType(value, name, "a number of milliseconds");
  double number = value.As<Napi::Number>().DoubleValue();
  constexpr int kMax = std::numeric_limits<int>::max();
  if (!(number >= 0 && number <= kMax)) {
    throw Napi::RangeError::New(value.Env(), name + " has to be from 0 to " + std::to_string(kMax) + ", found " + Found(value));
  }
  return static_cast<int>(number);
}

}  // namespace tsql
