import { describe, expect, it } from 'vitest'
import { settings } from '../src/settings.ts'

const url = 'https://img.northwind.example/people/{email_hash}.jpg'

describe('settings', () => {
  it('need only the address', () => {
    expect(settings.parse({ url })).toEqual({ url, hash: { length: 16 } })
  })

  it.each([
    'https://img.northwind.example/people/photo.jpg',
    'https://{email_hash}.northwind.example/photo.jpg',
    'https://img.northwind.example/photo.jpg?who={email_hash}',
    'https://img.northwind.example/{email_hash}/{email_hash}.jpg',
    'https://img.northwind.example/{email}/{email_hash}.jpg',
    'https://img.northwind.example/{signature}/{email_hash}.jpg',
    'https://user:word@img.northwind.example/{email_hash}.jpg',
    'https://img.northwind.example/{email_hash}.jpg#top',
    'https://img.northwind.example//{email_hash}.jpg',
    'https://img.northwind.example/%zz/{email_hash}.jpg',
    'http://img.northwind.example/{email_hash}.jpg',
    'http://127.0.0.1.northwind.example/{email_hash}.jpg',
    'ftp://img.northwind.example/{email_hash}.jpg',
    'data:image/png,{email_hash}',
    '{email_hash}',
  ])('refuse %j as the address of a picture', (wrong) => {
    expect(settings.safeParse({ url: wrong }).success).toBe(false)
    expect(settings.safeParse({ url, probe_url: wrong }).success).toBe(false)
  })

  it('want the place of the signature for Cloudinary', () => {
    const signing = { with: 'cloudinary', api_secret: 'secret' }
    expect(settings.safeParse({ url, signing }).success).toBe(false)
    expect(settings.safeParse({ url: url.replace('people', '{signature}/v1/people'), signing }).success).toBe(true)
  })

  it.each(['15', '0m', '-1m', '15 minutes', '15d', ''])('refuse %j as a time', (validFor) => {
    expect(settings.safeParse({ url, signing: { with: 'imgix', token: 'token', valid_for: validFor } }).success).toBe(false)
  })

  it('refuse a hash so short that two people would share a picture', () => {
    expect(settings.safeParse({ url, hash: { length: 8 } }).success).toBe(false)
  })
})
