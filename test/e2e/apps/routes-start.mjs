import express from 'express';
import serve from './routes.cjs';

serve(express);
